"""Passwords: changed by their owner, or chosen anew through a link."""

import re

import pytest
from django.conf import settings as of_accord
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accord.models import Outbox, User
from tests.web.people import PASSWORD, make_account

ANOTHER = "six green umbrellas"


def change(client: Client, old: str = PASSWORD, new: str = ANOTHER, again: str = ANOTHER) -> int:
    form = {"oldpassword": old, "password1": new, "password2": again}
    return client.post("/password/", form).status_code


def asked_link(client: Client, email: str) -> str:
    client.post("/password/forgotten/", {"email": email})
    found = re.search(r"https?://\S+", Outbox.objects.get().data["text"])
    assert found
    return found[0].removeprefix(of_accord.ACCORD_URL)


def choose(client: Client, link: str, password: str = ANOTHER) -> int:
    return client.post(link, {"password1": password, "password2": password}).status_code


def works(user: User, password: str) -> bool:
    return User.objects.get(pk=user.pk).check_password(password)


def test_one_changes_ones_own_and_stays_in_here_alone(client: Client, mara: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(mara)

    assert change(client) == 302

    assert works(mara, ANOTHER)
    assert client.get("/preferences/").status_code == 200
    assert elsewhere.get("/preferences/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not it"}, "isn’t your password of today"),
        ({"again": "something else"}, "The two passwords differ"),
        ({"new": "brief1", "again": "brief1"}, "ten characters"),
        ({"new": "1234567890123", "again": "1234567890123"}, "more than digits"),
        ({"old": ""}, "Fill this in"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(client: Client, mara: User, typed: dict[str, str], said: str) -> None:
    client.force_login(mara)
    form = {"old": PASSWORD, "new": ANOTHER, "again": ANOTHER} | typed

    response = client.post(
        "/password/", {"oldpassword": form["old"], "password1": form["new"], "password2": form["again"]}
    )

    assert response.status_code == 422
    assert said in response.text
    assert works(mara, PASSWORD)
    assert not any(value in response.text for value in (form["new"], PASSWORD) if value)


def test_a_stranger_changes_nothing(client: Client, mara: User) -> None:
    assert change(client) == 302
    assert works(mara, PASSWORD)


def test_a_link_comes_by_mail_and_works_once(client: Client, mara: User) -> None:
    link = asked_link(client, "Mara@Tidewell.example")
    assert client.get(link).status_code == 200

    assert choose(client, link) == 302

    assert works(mara, ANOTHER)
    assert client.get(link).status_code == 404
    assert choose(client, link, "yet another long one") == 404
    assert works(mara, ANOTHER)


def test_looking_at_a_link_writes_nothing(
    client: Client, mara: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    link = asked_link(client, mara.email)

    with django_assert_num_queries(1):
        client.get(link)


def test_a_link_ends_what_somebody_else_had_open(client: Client, mara: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(mara)

    choose(client, asked_link(client, mara.email))

    assert elsewhere.get("/preferences/").status_code == 302


def test_a_link_is_for_one_account_only(client: Client, mara: User) -> None:
    ben = make_account("ben@tidewell.example")
    link = asked_link(client, mara.email)
    mine, his = _uid(mara), _uid(ben)

    assert choose(client, link.replace(f"/{mine}/", f"/{his}/")) == 404
    assert works(ben, PASSWORD)


@pytest.mark.parametrize("link", ["/password/new/1/x-y/", "/password/new/zzz/x/", "/password/new/%20/%20/"])
@pytest.mark.django_db
def test_a_link_that_was_never_made_says_what_to_do(client: Client, link: str) -> None:
    response = client.get(link)

    assert response.status_code == 404
    assert "no longer works" in response.text


def test_asking_tells_nobody_who_has_an_account(client: Client, mara: User) -> None:
    known = client.post("/password/forgotten/", {"email": mara.email})
    unknown = client.post("/password/forgotten/", {"email": "nobody@tidewell.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert client.get(known.headers["Location"]).text == client.get(unknown.headers["Location"]).text
    assert [row.data["to"] for row in Outbox.objects.all()] == [mara.email]


def test_asking_again_and_again_is_refused(client: Client, mara: User) -> None:
    statuses = [client.post("/password/forgotten/", {"email": mara.email}).status_code for _ in range(7)]

    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_what_is_no_email_is_told(client: Client, mara: User) -> None:
    response = client.post("/password/forgotten/", {"email": "mara"})

    assert response.status_code == 422
    assert "Write an e-mail address" in response.text
    assert 'value="mara"' in response.text


@pytest.mark.django_db
def test_without_mail_no_link_is_offered(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "forgotten" not in client.get("/sign-in/").text
    assert client.get("/password/forgotten/").status_code == 404


def _uid(user: User) -> str:
    from allauth.account.utils import user_pk_to_url_str

    return str(user_pk_to_url_str(user))

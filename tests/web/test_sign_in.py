"""Signing in and out: who gets in, where they land, and what a stranger learns."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accord.models import User
from tests.web.people import PASSWORD, make_account


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/preferences/").status_code == 200


@pytest.mark.parametrize("typed", ["mara@tidewell.example", "Mara@Tidewell.Example", "  mara@tidewell.example "])
def test_the_right_password_lets_in_whatever_the_case_of_the_email(client: Client, mara: User, typed: str) -> None:
    sign_in(client, typed)

    assert is_in(client)


def test_a_wrong_password_is_told_with_what_was_typed(client: Client, mara: User) -> None:
    response = client.post("/sign-in/", {"login": mara.email, "password": "not it"})

    assert response.status_code == 422
    assert "don’t go together" in response.text
    assert f'value="{mara.email}"' in response.text
    assert "not it" not in response.text
    assert not is_in(client)


def test_an_unknown_email_and_a_wrong_password_read_the_same(client: Client, mara: User) -> None:
    known = client.post("/sign-in/", {"login": mara.email, "password": "not it"})
    unknown = client.post("/sign-in/", {"login": "nobody@tidewell.example", "password": "not it"})

    assert _without_tokens(unknown.text).replace("nobody@", "mara@") == _without_tokens(known.text)
    assert unknown.status_code == known.status_code


def test_an_account_that_was_closed_reads_like_a_wrong_password(client: Client, mara: User) -> None:
    User.objects.update(is_active=False)

    response = client.post("/sign-in/", {"login": mara.email, "password": PASSWORD})

    assert (response.status_code, is_in(client)) == (422, False)


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/preferences/", "/preferences/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_lands_where_one_was_going_but_never_elsewhere(client: Client, mara: User, wanted: str, lands: str) -> None:
    response = client.post("/sign-in/", {"login": mara.email, "password": PASSWORD, "next": wanted})

    assert response.headers["Location"] == lands


def test_a_page_asks_for_signing_in_first_and_comes_after(client: Client, mara: User) -> None:
    assert client.get("/preferences/").headers["Location"] == "/sign-in/?next=/preferences/"


def test_a_part_of_a_page_leaves_the_page_as_it_is(client: Client) -> None:
    response = client.get("/preferences/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (401, b"")
    assert "HX-Redirect" not in response.headers


def test_a_part_of_a_page_with_an_old_token_is_asked_to_get_a_new_one(mara: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mara)

    assert strict.post("/sign-out/", headers={"HX-Request": "true"}).status_code == 401
    assert is_in(strict)


def test_a_page_that_stood_open_gets_a_token_for_whom_it_was_made_and_for_nobody_else(mara: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = f"/sign-in/still/{mara.pk}/"
    assert strict.get(address).status_code == 401
    strict.force_login(mara)

    said = strict.get(address)

    assert said.status_code == 204
    assert "no-store" in said.headers["Cache-Control"]
    assert strict.post("/sign-out/", headers={"X-CSRFToken": said.headers["X-CSRFToken"]}).status_code == 302
    strict.force_login(mara)
    other = strict.get(f"/sign-in/still/{mara.pk + 1}/")
    assert (other.status_code, "X-CSRFToken" in other.headers) == (401, False)


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client, mara: User) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"login": mara.email, "password": "not it"})

    response = client.post("/sign-in/", {"login": mara.email, "password": PASSWORD})

    assert response.status_code == 429
    assert not is_in(client)


def test_signing_out_ends_it_and_takes_a_form(client: Client, mara: User) -> None:
    client.force_login(mara)

    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/demo/", "/sign-out/", "/password/forgotten/"])
def test_nothing_is_taken_without_the_forms_token(address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address, {"login": "x@y.example", "password": "x"})

    assert response.status_code == 403
    assert "open for too long" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login/", "signup/", "logout/", "email/", "password/reset/", "accounts/login/"])
def test_the_login_librarys_own_addresses_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404
    assert client.get(f"/accounts/{path}").status_code == 404


def test_in_a_demo_on_this_machine_one_click_is_enough(demo: Client, mara: User) -> None:
    door = demo.get("/sign-in/")
    assert "Mara Lindqvist" in door.text

    demo.post("/sign-in/demo/", {"account": str(mara.pk)})

    assert is_in(demo)


@pytest.mark.parametrize("account", ["0", "", "x", "-1", "99999999999999999999999"])
def test_the_demo_lets_nobody_in_as_nobody(demo: Client, mara: User, account: str) -> None:
    assert demo.post("/sign-in/demo/", {"account": account}).status_code == 404


def test_the_demo_offers_only_people_of_the_plan(demo: Client, mara: User) -> None:
    other = make_account("robot@tidewell.example")

    assert demo.post("/sign-in/demo/", {"account": str(other.pk)}).status_code == 404


def test_without_a_demo_the_one_click_door_is_not_there(client: Client, mara: User) -> None:
    assert "Mara Lindqvist" not in client.get("/sign-in/").text
    assert client.post("/sign-in/demo/", {"account": str(mara.pk)}).status_code == 404


@pytest.mark.parametrize("elsewhere", [{"SERVER_NAME": "accord.example"}, {"REMOTE_ADDR": "192.0.2.7"}])
def test_a_demo_that_is_reached_from_elsewhere_shows_no_such_door(
    demo: Client, mara: User, elsewhere: dict[str, str]
) -> None:
    assert "Mara Lindqvist" not in demo.get("/sign-in/", **elsewhere).text  # type: ignore[arg-type]
    assert demo.post("/sign-in/demo/", {"account": str(mara.pk)}, **elsewhere).status_code == 404  # type: ignore[arg-type]


@pytest.fixture
def demo(settings: Settings) -> Client:
    settings.ACCORD_DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "accord.example"]
    return Client(SERVER_NAME="localhost")


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_session_ends_with_its_time_and_with_its_account(client: Client, mara: User) -> None:
    client.force_login(mara)
    assert is_in(client)

    User.objects.update(is_active=False)
    assert not is_in(client)
    User.objects.update(is_active=True)
    client.force_login(mara)
    assert is_in(client)

    Session.objects.update(expire_date=timezone.now())
    assert not is_in(client)


def test_a_session_that_we_did_not_sign_signs_nobody_in(client: Client, mara: User, settings: Settings) -> None:
    client.force_login(mara)
    assert is_in(client)
    signed = Session.objects.get().session_data

    Session.objects.update(session_data=f"{signed[:-1]}{'a' if signed[-1] != 'a' else 'b'}")
    assert not is_in(client)

    Session.objects.update(session_data=signed)
    assert is_in(client)
    settings.SECRET_KEY = "another key, and none before it " * 2
    assert not is_in(client)


def test_a_page_says_in_which_language_it_is_and_that_the_browser_chose_it(client: Client, mara: User) -> None:
    headers = client.get("/sign-in/", headers={"Accept-Language": "de, en;q=0.5"}).headers

    assert headers["Content-Language"] == "en"
    assert "Accept-Language" in headers["Vary"]

"""Invitations: made by admins, opened once by whoever holds the link."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accord.models import Invitation, Outbox, Person, User
from tests.web.people import make_account

PASSWORD = "six green umbrellas"


def invited(admin: User, email: str = "new@tidewell.example") -> str:
    browser = Client()
    browser.force_login(admin)
    page = browser.post("/invitations/", {"email": email}).text
    found = re.search(re.escape(settings.ACCORD_URL) + r"(/invitations/[\w-]{20,}/)", page)
    assert found
    return found[1]


def come_in(client: Client, link: str, **typed: str) -> int:
    return client.post(link, {"name": "Nia New", "password": PASSWORD} | typed).status_code


def test_a_link_makes_an_account_and_lets_in(client: Client, admin: User) -> None:
    link = invited(admin)
    assert "Say your name" in client.get(link).text

    assert come_in(client, link) == 302

    assert User.objects.get(email="new@tidewell.example").get_full_name() == "Nia New"
    assert "Nia New" in client.get("/preferences/").text


def test_with_an_email_of_the_plan_one_is_that_person(client: Client, admin: User) -> None:
    person = Person.objects.create(key="ida", name="Ida Sand", email="ida@tidewell.example")
    link = invited(admin, "IDA@tidewell.example")
    assert "You are Ida Sand here" in client.get(link).text

    come_in(client, link)

    assert User.objects.get(person=person).get_full_name() == "Ida Sand"


def test_whoever_invites_is_told_whom_the_link_makes(client: Client, admin: User) -> None:
    Person.objects.create(key="ida", name="Ida Sand", email="ida@tidewell.example")
    client.force_login(admin)

    for email, told in (("Ida@", "is Ida Sand here"), ("idaa@", "No person of the plan has this e-mail")):
        assert told in client.post("/invitations/", {"email": f"{email}tidewell.example"}).text


def test_who_of_the_plan_cannot_sign_in_is_listed_to_be_invited(client: Client, admin: User, mara: User) -> None:
    Person.objects.create(key="ida", name="Ida Sand", email="ida@tidewell.example")
    Person.objects.create(key="guest", name="Gus Guest")
    client.force_login(admin)

    page = client.get("/invitations/").text

    assert 'value="ida@tidewell.example"' in page
    assert mara.email not in page
    assert "Gus Guest" not in page


def test_a_link_opens_once(client: Client, admin: User) -> None:
    link = invited(admin)
    come_in(client, link)

    assert come_in(Client(), link, password="another long password") == 404


def test_a_newer_link_ends_the_older(client: Client, admin: User) -> None:
    older, newer = invited(admin), invited(admin)

    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_an_old_link_says_so(client: Client, admin: User) -> None:
    link = invited(admin)
    Invitation.objects.update(valid_until=Invitation.objects.get().sent_at - timedelta(seconds=1))

    response = client.get(link)

    assert response.status_code == 404
    assert "older than seven days" in response.text


@pytest.mark.django_db
def test_a_link_that_was_never_made_reads_the_same(client: Client) -> None:
    assert "no longer works" in client.get("/invitations/never-made/").text


@pytest.mark.parametrize(
    ("typed", "said"), [({"password": "short"}, "at least 10"), ({"name": "  "}, "Say how people call you")]
)
def test_what_cannot_be_taken_is_told_and_the_link_still_works(
    client: Client, admin: User, typed: dict[str, str], said: str
) -> None:
    link = invited(admin)

    response = client.post(link, {"name": "Nia New", "password": PASSWORD} | typed)

    assert response.status_code == 422
    assert said in response.text
    assert not User.objects.filter(email="new@tidewell.example").exists()
    assert come_in(client, link) == 302


def test_the_link_goes_by_mail_too(admin: User) -> None:
    link = invited(admin)

    mail = Outbox.objects.get().data
    assert mail["to"] == "new@tidewell.example"
    assert link in mail["text"]


def test_only_a_hash_of_the_link_is_kept(admin: User) -> None:
    secret = invited(admin).strip("/").rpartition("/")[2]

    assert secret not in str(Invitation.objects.values().get())


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "aoife@tidewell.example"])
def test_an_email_that_cannot_be_invited_is_told(client: Client, admin: User, email: str) -> None:
    client.force_login(admin)

    response = client.post("/invitations/", {"email": email})

    assert response.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_admins_invite(client: Client, mara: User, method: str) -> None:
    client.force_login(mara)
    assert getattr(client, method)("/invitations/", {"email": "new@tidewell.example"}).status_code == 403

    signed_out = Client()
    assert getattr(signed_out, method)("/invitations/", {"email": "new@tidewell.example"}).status_code == 302
    assert not Invitation.objects.exists()


def test_only_admins_are_shown_the_way_there(client: Client, admin: User, mara: User) -> None:
    client.force_login(admin)
    assert "/invitations/" in client.get("/preferences/").text

    client.force_login(mara)
    assert "/invitations/" not in client.get("/preferences/").text


def test_an_account_without_a_password_yet_can_be_invited(client: Client, admin: User) -> None:
    waiting = make_account("new@tidewell.example")
    waiting.set_unusable_password()
    waiting.save()

    assert come_in(client, invited(admin)) == 302
    assert User.objects.filter(email="new@tidewell.example").count() == 1


def test_a_name_stands_in_the_mail_as_it_is_written(admin: User) -> None:
    person = Person.objects.create(key="sinead", name="Sinéad O'Brien & Sons", email=admin.email)
    User.objects.filter(pk=admin.pk).update(person=person)

    invited(User.objects.get(pk=admin.pk))

    assert "Sinéad O'Brien & Sons invites you" in Outbox.objects.get().data["text"]

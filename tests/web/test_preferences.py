"""Preferences: each person's own, and what they change."""

import pytest
from django.test import Client

from accord.models import User
from tests.web.people import make_account

CHOSEN = {"format": "en-US", "time_zone": "America/New_York", "theme": "dark", "has_shortcuts": "yes"}


def test_what_is_kept_is_used_at_once(client: Client, mara: User) -> None:
    client.force_login(mara)

    page = client.post("/preferences/", CHOSEN, follow=True).text

    assert '<html lang="en-US" data-theme="dark">' in page
    assert "Kept." in page
    assert "data-no-shortcuts" not in page
    assert 'value="America/New_York"' in page


def test_shortcuts_can_be_turned_off(client: Client, mara: User) -> None:
    client.force_login(mara)

    page = client.post("/preferences/", {**CHOSEN, "has_shortcuts": ""}, follow=True).text

    assert "data-no-shortcuts" in page


def test_empty_means_as_the_installation(client: Client, mara: User) -> None:
    client.force_login(mara)
    empty = {"format": "", "time_zone": "", "theme": "system", "has_shortcuts": "yes"}

    page = client.post("/preferences/", empty, follow=True).text

    assert '<html lang="en">' in page
    assert "Empty means UTC" in page


@pytest.mark.parametrize(
    "typed", [{"format": "tlh"}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../etc"}, {"theme": "pink"}]
)
def test_what_accord_does_not_know_is_refused_with_what_was_typed(
    client: Client, mara: User, typed: dict[str, str]
) -> None:
    client.force_login(mara)

    response = client.post("/preferences/", CHOSEN | typed)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert User.objects.get().theme == "system"


def test_nobody_changes_anybody_elses(client: Client, mara: User) -> None:
    ben = make_account("ben@tidewell.example")
    client.force_login(ben)

    client.post("/preferences/", {**CHOSEN, "user": str(mara.pk), "email": mara.email})

    mara.refresh_from_db()
    assert mara.theme == "system"


def test_signed_out_there_are_none(client: Client, mara: User) -> None:
    assert client.get("/preferences/").status_code == 302
    assert client.post("/preferences/", CHOSEN).status_code == 302
    assert User.objects.get().theme == "system"

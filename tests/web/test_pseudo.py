"""Every sentence of these pages can be translated."""

import pytest
from django.test import Client

from accord.models import User
from tests.web import pseudo

PEOPLE_WROTE = ["Mara Lindqvist", "ML", "Europe/Berlin"]


@pytest.mark.parametrize("address", ["/sign-in/", "/password/forgotten/", "/password/forgotten/sent/", "/nowhere/"])
@pytest.mark.django_db
def test_in_front_of_the_door(client: Client, address: str) -> None:
    with pseudo.speaking():
        page = client.get(address).text

    assert pseudo.untranslated(page) == []


@pytest.mark.parametrize("address", ["/preferences/", "/password/", "/first-steps/", "/nowhere/", "/invitations/"])
def test_inside(client: Client, mara: User, address: str) -> None:
    User.objects.update(is_admin=True)
    client.force_login(mara)

    with pseudo.speaking():
        page = client.get(address).text

    assert pseudo.untranslated(page, people_wrote=PEOPLE_WROTE) == []


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/sign-in/", {"login": "x", "password": ""}),
        ("/sign-in/", {"login": "x@y.example", "password": "x"}),
        ("/password/forgotten/", {"email": "x"}),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_with_a_form(client: Client, address: str, typed: dict[str, str]) -> None:
    with pseudo.speaking():
        page = client.post(address, typed).text

    assert pseudo.untranslated(page) == []


def test_mail(client: Client, mara: User) -> None:
    from accord.models import Outbox

    with pseudo.speaking():
        client.post("/password/forgotten/", {"email": mara.email})

    mail = Outbox.objects.get().data
    assert pseudo.untranslated(f"{mail['subject']}\n{mail['text']}") == []


@pytest.mark.parametrize(
    "page",
    ["<p>Left out</p>", '<a aria-label="Left out">⟦íñ⟧</a>', "<p>⟦íñ⟧ left <b>⟦íñ⟧</b></p>", "<title>Left out</title>"],
)
def test_a_sentence_that_was_forgotten_is_found(page: str) -> None:
    assert pseudo.untranslated(page) != []


@pytest.mark.parametrize(
    "page",
    ["<p>⟦Á <b>link</b> íñ⟧</p>", "<p>Mara Lindqvist, 12 %</p>", "<time>Fri 20 Nov</time>", "<p>⟦á ⟦b⟧ c⟧</p>"],
)
def test_what_may_stand_is_let_stand(page: str) -> None:
    assert pseudo.untranslated(page, people_wrote=["Mara Lindqvist"]) == []

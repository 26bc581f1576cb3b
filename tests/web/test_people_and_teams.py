"""Admins add and change people and teams on pages; everybody else reads them there."""

import re

import pytest
from django.test import Client

from accord.models import Agreement, Change, Cycle, Membership, Person, Team
from accord.services.definitions import definitions
from accord.services.definitions.edits import Edit
from tests import world as worlds
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.web.editing_form import form_of
from tests.web.people import make_account
from tests.world import World

TEAM, PERSON, NEW_TEAM, NEW_PERSON = "/edit/team/product/", "/edit/person/dan/", "/new/team/", "/new/person/"
PRODUCT = "/cycles/2026-q4/teams/product/"


@pytest.fixture
def here(db: None) -> World:
    return worlds.build()


@pytest.fixture
def ada(client: Client, here: World) -> Client:
    return signed_in(client, here, "ada")


def signed_in(client: Client, here: World, name: str) -> Client:
    client.force_login(here.account(name, is_admin=name == "ada"))
    return client


def members(team: str) -> dict[str, str]:
    return dict(Membership.objects.filter(team__key=team).values_list("person__key", "role"))


def test_an_admin_is_led_to_the_forms_and_nobody_else(client: Client, here: World) -> None:
    ways = {"/directory/": [NEW_TEAM, NEW_PERSON], PRODUCT: [TEAM], "/people/dan/": [PERSON]}
    for page, addresses in ways.items():
        for name in ("ada", "alice", "carol"):
            shown = signed_in(client, here, name).get(page).text
            assert [f'href="{each}"' in shown for each in addresses] == [name == "ada"] * len(addresses)


@pytest.mark.parametrize("address", [TEAM, PERSON, NEW_TEAM, NEW_PERSON])
@pytest.mark.parametrize("name", ["alice", "dan", "carol", "guest"])
def test_whoever_is_no_admin_has_no_form_and_changes_nothing(
    client: Client, here: World, address: str, name: str
) -> None:
    if name == "guest":
        client.force_login(make_account("guest@north.example"))
    else:
        signed_in(client, here, name)

    assert client.get(address).status_code == 403
    assert client.post(address, {"name": "Other", "save": "yes"}).status_code == 403
    assert not Team.objects.filter(name="Other").exists()
    assert not Person.objects.filter(name="Other").exists()


@pytest.mark.parametrize(
    "address", ["/drop/team/finance/", "/drop/person/carol/", "/cycles/2026-q4/drop/cycle/2026-q4/"]
)
def test_nobody_takes_people_teams_and_cycles_away(ada: Client, address: str) -> None:
    assert ada.get(address).status_code == 403
    assert ada.post(address, {"save": "yes"}).status_code == 403
    assert (Team.objects.count(), Person.objects.count(), Cycle.objects.count()) == (4, 5, 1)


def test_there_is_nobody_to_bring_back(ada: Client) -> None:
    assert ada.post("/bring-back/team/finance/").status_code == 404
    assert ada.post("/bring-back/person/carol/").status_code == 404


def test_a_person_is_added_and_their_page_opens(ada: Client) -> None:
    given = form_of(ada.get(NEW_PERSON).text)
    typed = given | {"name": ["Eve Ek"], "email": ["eve@north.example"], "reports_to": ["Alice Adler", ""]}

    response = ada.post(NEW_PERSON, typed | {"save": "yes"})

    assert response.headers["Location"] == "/people/eve-ek/?saved=yes"
    page = plain(ada.get("/people/eve-ek/?saved=yes").text)
    assert "Saved." in page
    assert "Eve Ek" in page
    person = Person.objects.get(key="eve-ek")
    assert (person.email, [each.key for each in person.reports_to.all()]) == ("eve@north.example", ["alice"])


def test_a_team_is_added_with_its_people_and_its_page_opens(ada: Client) -> None:
    given = form_of(ada.get(NEW_TEAM).text)
    typed = given | {
        "name": ["Customer care"],
        "parent": ["Support"],
        "members-person": ["Dan Diaz", "carol", ""],
        "members-role": ["lead", "", ""],
        "members-allocation": ["", "40", ""],
    }

    response = ada.post(NEW_TEAM, typed | {"save": "yes"})

    assert response.headers["Location"] == "/cycles/2026-q4/teams/customer-care/?saved=yes"
    assert members("customer-care") == {"dan": "lead", "carol": "member"}
    page = plain(ada.get(response.headers["Location"]).text)
    assert "Saved." in page
    assert "Dan Diaz" in page


def test_members_are_changed_on_the_teams_form(ada: Client) -> None:
    given = form_of(ada.get(TEAM).text)
    assert given["members-person"][:2] == ["Alice Adler", "Dan Diaz"]
    assert given["members-role"][:2] == ["lead", "member"]

    typed = {
        "members-person": ["Alice Adler", "", "Bob Berg", ""],
        "members-role": ["lead", "", "delegate", ""],
        "members-allocation": ["", "", "", ""],
    }
    response = ada.post(TEAM, given | typed | {"save": "yes"})

    assert response.status_code == 302
    assert members("product") == {"alice": "lead", "bob": "delegate"}


def test_what_is_sent_back_as_it_was_given_out_changes_nothing(ada: Client) -> None:
    for address in (TEAM, PERSON):
        before = Change.objects.count()
        assert ada.post(address, form_of(ada.get(address).text) | {"save": "yes"}).status_code == 302
        assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        (NEW_PERSON, {"name": [""]}, "Name: Fill this in."),
        (NEW_PERSON, {"name": ["Eve"], "email": ["eve at north"]}, "E-mail: This is no e-mail address."),
        (PERSON, {"email": ["bob@north.example"]}, "E-mail: ‘Bob Berg’ has this e-mail already."),
        (PERSON, {"reports_to": ["Dan Diaz"]}, "Reports to: Nobody reports to themselves."),
        ("/edit/team/north/", {"parent": ["Product"]}, "Part of: A team cannot be above itself."),
        (TEAM, {"succeeded_by": ["Product"]}, "Carried on by: A team cannot carry on after itself."),
        (TEAM, {"members-person": ["Nobody at all", "Dan Diaz"]}, "Nothing is called ‘Nobody at all’"),
        (TEAM, {"members-person": ["Dan Diaz", "Dan Diaz"]}, "Who is in it: ‘dan’ stands here twice."),
        (TEAM, {"members-allocation": ["-5", ""]}, "Who is in it: Write 0 or more."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_stays_typed(
    ada: Client, address: str, typed: dict[str, list[str]], said: str
) -> None:
    before = Change.objects.count()

    response = ada.post(address, form_of(ada.get(address).text) | typed | {"save": "yes"})

    assert response.status_code == 422
    assert said in plain(response.text)
    assert all(text in response.text for texts in typed.values() for text in texts)
    assert Change.objects.count() == before


def test_two_admins_at_one_team_the_second_sees_who_came_meanwhile(ada: Client, here: World) -> None:
    given = form_of(ada.get(TEAM).text)
    here.account("bob", is_admin=True)
    alice, dan = ({"person": name, "role": role} for name, role in (("alice", "lead"), ("dan", "member")))
    wanted = Edit("team", "product", {"members": [alice, dan, {"person": "carol"}]})
    definitions.save(here.cycle, [wanted], by=here.actor("bob"), clock=here.clock)

    response = ada.post(TEAM, given | {"members-role": ["delegate", "member", "", ""], "save": "yes"})

    assert response.status_code == 409
    assert "Bob Berg saved this while you wrote" in plain(response.text)
    assert set(members("product")) == {"alice", "dan", "carol"}


def test_before_a_team_ends_one_reads_what_that_does(ada: Client, here: World) -> None:
    here.agree("bob", "support")
    here.agree("alice", "product")
    address = "/edit/team/support/"
    given = form_of(ada.get(address).text) | {"succeeded_by": ["Product"]}

    shown = ada.post(address, given | {"save": "yes"})

    assert "An agreement ends" in plain(shown.text)
    assert Team.objects.get(key="support").succeeded_by is None
    assert ada.post(address, form_of(shown.text) | {"save": "yes"}).status_code == 302
    assert Team.objects.get(key="support").succeeded_by == Team.objects.get(key="product")
    assert Agreement.objects.count() == 0


def test_whoever_carries_on_is_told_with_what_was_agreed(ada: Client, here: World) -> None:
    here.agree("bob", "support")
    given = form_of(ada.get("/edit/team/support/").text) | {"succeeded_by": ["Finance"]}

    assert ada.post("/edit/team/support/", given | {"save": "yes"}).status_code == 302
    assert here.states("finance") == "aaaaa"
    assert "Finance" in plain(ada.get("/cycles/2026-q4/teams/support/").text)


def test_somebody_new_is_found_and_can_be_given_something(ada: Client, here: World) -> None:
    ada.post(NEW_PERSON, form_of(ada.get(NEW_PERSON).text) | {"name": ["Eve Ek"], "save": "yes"})
    new = form_of(ada.get(NEW_TEAM).text) | {"name": ["Customer care"], "members-person": ["Eve Ek", ""]}
    ada.post(NEW_TEAM, new | {"members-role": ["lead", ""], "save": "yes"})

    assert "/people/eve-ek/" in ada.get("/find?q=eve").text
    assert "/teams/customer-care/" in ada.get("/find?q=customer+care").text
    assert "Customer care" in ada.get("/choose/team/?q=care").text


def test_a_closed_cycle_does_not_stand_in_the_way(ada: Client, here: World) -> None:
    here.cycle.__class__.objects.filter(pk=here.cycle.pk).update(closed_at=here.clock())

    given = form_of(ada.get(PERSON).text) | {"name": ["Daniel Diaz"]}

    assert ada.post(PERSON, given | {"save": "yes"}).status_code == 302
    assert Person.objects.get(key="dan").name == "Daniel Diaz"


def test_activity_says_whose_place_was_changed(ada: Client) -> None:
    given = form_of(ada.get(TEAM).text) | {"members-role": ["lead", "delegate", "", ""]}
    ada.post(TEAM, given | {"save": "yes"})

    assert re.search(r"Ada Admin changed (Product|Dan Diaz)\s?\.", plain(ada.get("/activity/").text))


def test_activity_says_who_was_added(ada: Client) -> None:
    ada.post(NEW_PERSON, form_of(ada.get(NEW_PERSON).text) | {"name": ["Eve Ek"], "save": "yes"})

    assert re.search(r"Ada Admin added Eve Ek\s?\.", plain(ada.get("/activity/").text))


FORMS = {"a person": PERSON, "a team": TEAM, "a new person": NEW_PERSON, "a new team": NEW_TEAM}


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_cost_the_same_however_many_there_are(ada: Client, form: str) -> None:
    ada.get(FORMS[form])
    with budget(f"form of {form}"):
        ada.get(FORMS[form])


@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_of_the_forms_can_be_translated(ada: Client, form: str) -> None:
    people = ["Ada Admin", "Alice Adler", "Dan Diaz", "Product", "Northwind", "Q4 2026", "AA"]

    with pseudo.speaking():
        pages = [ada.get(FORMS[form]).text, ada.post(FORMS[form], {"name": "", "save": "yes"}).text]

    assert [pseudo.untranslated(page, people_wrote=people) for page in pages] == [[], []]

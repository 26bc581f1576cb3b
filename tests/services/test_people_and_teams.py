"""People and teams, made and changed by admins through the one door of definitions."""

from decimal import Decimal
from typing import Any

import pytest

from accord.models import Answer, Membership, Party, Person, Revision, Team, User
from accord.services import doctor
from accord.services.definitions import definitions
from accord.services.definitions.definitions import (
    ChangeRefused,
    Conflict,
    Create,
    Drop,
    Edit,
    Invalid,
    NotThere,
    Saved,
)
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
ALICE = {"person": "alice", "role": "lead", "allocation": None}
DAN = {"person": "dan", "role": "member", "allocation": None}


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def save(world: World, *said: Any, by: str = "ada") -> Saved:
    return definitions.save(world.cycle, said, by=world.actor(by), clock=world.clock)


def members(team: str) -> dict[str, tuple[str, Any]]:
    rows = Membership.objects.filter(team__key=team).values_list("person__key", "role", "allocation")
    return {person: (role, allocation) for person, role, allocation in rows}


def codes(world: World, *said: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        save(world, *said)
    return [(each.wrong.field, each.wrong.code) for each in refused.value.values]


def wrong_standings(world: World) -> list[doctor.Problem]:
    return [each for each in doctor.problems(now=world.clock()) if each.where != "findings"]


def test_a_team_comes_with_its_people_in_one_change(world: World) -> None:
    wanted = [{"person": "dan", "role": "lead"}, {"person": "carol", "allocation": Decimal(40)}]

    saved = save(world, Create("team", None, {"name": "Customer care", "parent": "support", "members": wanted}))

    team = Team.objects.get(key="customer-care")
    assert (team.name, team.parent and team.parent.key, len(team.code)) == ("Customer care", "support", 3)
    assert members("customer-care") == {"dan": ("lead", None), "carol": ("member", Decimal(40))}
    assert saved.change is not None
    assert Revision.objects.filter(change=saved.change, kind="membership").count() == 2


def test_a_person_comes_and_is_tied_to_the_account_that_waits_for_them(world: World) -> None:
    waiting = User.objects.create(email="Eve@north.example", name="Eve", added_at=world.clock())

    save(world, Create("person", None, {"name": "Eve Ek", "email": "eve@north.example", "reports_to": ["alice"]}))

    person = Person.objects.get(key="eve-ek")
    waiting.refresh_from_db()
    assert waiting.person == person
    assert [each.key for each in person.reports_to.all()] == ["alice"]


def test_members_come_go_and_change_their_place(world: World) -> None:
    before = Team.objects.get(key="product").version
    wanted = [ALICE | {"role": "member"}, {"person": "bob", "role": "lead", "allocation": "60"}]

    save(world, Edit("team", "product", {"members": wanted}, seen=before))

    assert members("product") == {"alice": ("member", None), "bob": ("lead", Decimal(60))}
    assert Team.objects.get(key="product").version == before + 1


def test_whoever_saw_other_members_is_told_and_takes_nobody_out(world: World) -> None:
    seen = Team.objects.get(key="product").version
    carol = {"person": "carol", "role": "member"}
    save(world, Edit("team", "product", {"members": [ALICE, DAN, carol]}, seen=seen))

    with pytest.raises(Conflict):
        save(world, Edit("team", "product", {"members": [ALICE]}, seen=seen))

    assert set(members("product")) == {"alice", "dan", "carol"}


def test_the_same_members_again_change_nothing(world: World) -> None:
    assert save(world, Edit("team", "product", {"members": [ALICE, {"person": "dan"}]})).change is None


@pytest.mark.parametrize("person", ["alice", "dan", "carol"])
@pytest.mark.parametrize(
    "said",
    [
        Create("person", None, {"name": "Eve"}),
        Create("team", None, {"name": "Care"}),
        Edit("team", "product", {"name": "Products"}),
        Edit("team", "product", {"members": [ALICE]}),
        Edit("person", "dan", {"name": "Daniel"}),
    ],
)
def test_only_admins_change_people_and_teams(world: World, person: str, said: Any) -> None:
    with pytest.raises(ChangeRefused):
        save(world, said, by=person)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (Create("person", None, {"name": " "}), ("name", "missing")),
        (Create("person", None, {"name": "Eve", "email": "eve at north"}), ("email", "no-email")),
        (Create("person", None, {"name": "Eve", "email": "BOB@north.example"}), ("email", "email-taken")),
        (Edit("person", "dan", {"reports_to": ["alice", "dan"]}), ("reports_to", "own-manager")),
        (Edit("person", "dan", {"reports_to": ["nobody"]}), ("reports_to", "unknown-id")),
        (Edit("team", "north", {"parent": "product"}), ("parent", "own-ancestor")),
        (Edit("team", "north", {"parent": "north"}), ("parent", "own-ancestor")),
        (Edit("team", "product", {"succeeded_by": "product"}), ("succeeded_by", "own-successor")),
        (Edit("team", "product", {"members": [ALICE, ALICE]}), ("members", "twice")),
        (Edit("team", "product", {"members": [ALICE | {"role": "boss"}]}), ("role", "word")),
        (Edit("team", "product", {"members": [ALICE | {"allocation": "-1"}]}), ("allocation", "least")),
    ],
)
def test_what_cannot_be_is_refused_and_says_where(world: World, said: Any, wrong: tuple[str, str]) -> None:
    assert codes(world, said) == [wrong]


@pytest.mark.parametrize("thing", [("person", "carol"), ("team", "finance"), ("cycle", "2026-q4")])
def test_people_teams_and_cycles_are_never_taken_away(world: World, thing: tuple[str, str]) -> None:
    assert codes(world, Drop(*thing)) == [("", "stays")]


def test_two_teams_do_not_succeed_each_other(world: World) -> None:
    save(world, Edit("team", "product", {"succeeded_by": "support"}))

    assert codes(world, Edit("team", "support", {"succeeded_by": "product"})) == [("succeeded_by", "own-successor")]
    assert codes(world, Create("team", None, {"name": "New", "parent": "product"})) == [("parent", "ended-team")]


def test_nobody_unknown_becomes_a_member(world: World) -> None:
    with pytest.raises(NotThere):
        save(world, Edit("team", "product", {"members": [{"person": "nobody"}]}))


def test_renaming_and_moving_a_team_makes_nothing_stale(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")

    save(world, Edit("team", "support", {"name": "Care", "parent": "finance", "members": []}))

    assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")
    assert not wrong_standings(world)


def test_a_team_that_ends_is_answered_for_by_its_successor(world: World) -> None:
    world.agree("bob", "support")
    answers = Answer.objects.count()

    save(world, Edit("team", "support", {"succeeded_by": "finance"}))

    assert set(Party.objects.values_list("team__key", flat=True)) == {"product", "finance"}
    assert world.states("finance") == "aaaaa"
    assert Answer.objects.count() == answers
    assert not wrong_standings(world)

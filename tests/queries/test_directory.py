"""The tree of teams, the list of people, and one person."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.models import Action, Membership, Need, Objective, Person, ReportingLine, Team
from accord.queries import access, shell
from accord.queries.people import directory, people_list, persons
from accord.queries.people.directory import TeamNode
from tests import world as cast
from tests.world import World

TODAY = date(2026, 11, 18)


@pytest.fixture
def world(db: None) -> World:
    made = cast.build()
    support = Team.objects.get(key="support")
    tags = Team.objects.create(key="tags", name="Tags", code="TAG", parent=support, position=9)
    Membership.objects.create(team=tags, person=Person.objects.get(key="dan"), allocation=25)
    return made


def nodes(world: World, person: str = "carol", **how: str) -> dict[str, TeamNode]:
    tree = directory.team_tree(access.reader(world.account(person)), world.cycle, **how)
    return {node.team.key: node for node in flat(tree.roots)}


def flat(found: Iterable[TeamNode]) -> Iterable[TeamNode]:
    for node in found:
        yield node
        yield from flat(node.below)


def test_a_team_without_a_lead_is_answered_for_by_the_nearest_above(world: World) -> None:
    found = nodes(world)

    assert [person.name for person in found["tags"].answered_by] == ["Bob Berg"]
    assert (found["tags"].answered_from_above, found["support"].answered_from_above) == (True, False)


def test_a_team_nobody_answers_for_says_so(world: World) -> None:
    assert nodes(world)["north"].answered_by == []


def test_people_are_counted_once_with_the_teams_below(world: World) -> None:
    found = nodes(world)

    assert (found["support"].people, found["tags"].people, found["north"].people) == (2, 1, 4)


def test_a_draft_is_told_to_its_own_people_only_and_never_counted(world: World) -> None:
    Objective.objects.filter(key="calm").update(published_at=None)

    assert (nodes(world, "dan")["product"].has_draft, nodes(world, "bob")["product"].has_draft) == (True, False)
    assert nodes(world, "dan")["product"].objectives == 0


def test_an_ended_team_is_left_out_and_what_was_below_it_stands_below_its_successor(world: World) -> None:
    Team.objects.filter(key="support").update(succeeded_by=Team.objects.get(key="finance"))

    found = nodes(world)

    assert "support" not in found
    assert [node.team.key for node in found["finance"].below] == ["tags"]


def test_teams_are_found_by_part_of_their_name(world: World) -> None:
    assert list(nodes(world, named="TAG")) == ["tags"]
    assert nodes(world, named="nobody") == {}


def test_one_team_can_be_opened_alone(world: World) -> None:
    assert list(nodes(world, under="support")) == ["support", "tags"]


def test_a_very_large_organization_is_drawn_from_the_top_until_there_are_enough(world: World) -> None:
    product = Team.objects.get(key="product")
    Team.objects.bulk_create(
        Team(key=f"p-{number}", name=f"P {number}", code="P", parent=product) for number in range(250)
    )

    found = nodes(world)

    assert (len(found), found["product"].hidden, found["support"].hidden) == (5, 250, 0)
    assert len(nodes(world, under="product")) == 251


def test_people_carry_what_is_published_and_theirs(world: World) -> None:
    ReportingLine.objects.create(
        person=Person.objects.get(key="dan"), manager=Person.objects.get(key="alice"), position=0
    )
    rows = {row.person.key: row for row in people_list.people(world.cycle).rows}

    assert (rows["alice"].key_results, rows["dan"].actions, rows["bob"].key_results) == (1, 1, 0)
    assert [manager.name for manager in rows["dan"].reports_to] == ["Alice Adler"]

    Objective.objects.update(published_at=None)
    assert {row.key_results for row in people_list.people(world.cycle).rows} == {0}


def test_a_list_of_people_has_pages_and_an_end(world: World) -> None:
    Person.objects.bulk_create(Person(key=f"kim-{number}", name=f"Kim {number:02}") for number in range(60))

    with CaptureQueriesContext(connection) as captured:
        first = people_list.people(world.cycle, named="kim")
    beyond = people_list.people(world.cycle, named="kim", page=99)

    assert (len(first.rows), first.count, first.pages, len(captured)) == (50, 60, 2, 5)
    assert (beyond.page, len(beyond.rows)) == (2, 10)


def test_a_person_is_at_home_where_they_lead_else_where_they_give_most(world: World) -> None:
    dan = Person.objects.get(key="dan")
    assert shell.home_team(dan) == "tags"

    Membership.objects.filter(person=dan, team__key="product").update(role="lead")
    assert shell.home_team(dan) == "product"


def test_a_persons_page_has_what_they_carry_by_date_and_what_is_late(world: World) -> None:
    Action.objects.filter(key="retag").update(responsible=Person.objects.get(key="dan"))

    profile = persons.profile(Person.objects.get(key="dan"), world.cycle, today=TODAY)

    assert [(each.title, each.state) for each in profile.of("action")] == [
        ("Tag September again", "late"),
        ("Rebuild the sync", ""),
    ]
    assert [each.title for each in profile.late()] == ["Tag September again"]
    assert [place.team.key for place in profile.places] == ["tags", "product"]


def test_a_promise_is_carried_by_who_does_what_provides_it_until_it_is_received(world: World) -> None:
    retag = Action.objects.get(key="retag")
    Action.objects.filter(pk=retag.pk).update(responsible=Person.objects.get(key="bob"))
    Need.objects.update(promised=date(2026, 11, 1), provided_by_action=retag)
    bob = Person.objects.get(key="bob")

    def promise() -> tuple[str, str]:
        (each,) = persons.profile(bob, world.cycle, today=TODAY).of("promise")
        return each.state, each.team.name

    assert promise() == ("late", "Product")
    Need.objects.update(delivered=date(2026, 11, 2))
    assert promise() == ("delivered", "Product")
    Need.objects.update(received=date(2026, 11, 3))
    assert promise() == ("received", "Product")
    Need.objects.update(declined="We cannot.")
    assert persons.profile(bob, world.cycle, today=TODAY).of("promise") == []


def test_what_is_accounted_for_shows_its_agreement(world: World) -> None:
    (result,) = persons.profile(Person.objects.get(key="alice"), world.cycle, today=TODAY).of("key_result")
    (alone,) = persons.profile(Person.objects.get(key="carol"), world.cycle, today=TODAY).of("key_result")

    assert (result.state, result.due) == ("open", date(2026, 12, 31))
    assert alone.state == ""

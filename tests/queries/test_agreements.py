"""What lists and pages of agreements read: stored standings, and content in words for one reader."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.models import Content, Team
from accord.queries import access
from accord.queries.access import Reader
from accord.queries.agreements.agreement_page import agreement_page
from accord.queries.agreements.agreement_rows import AgreementPage, Seen
from accord.queries.agreements.agreement_versions import agreement_versions, changes_of
from accord.queries.agreements.agreements import listing
from accord.queries.agreements.clause_lines import Item
from accord.queries.agreements.named_things import Thing
from accord.queries.agreements.two_teams import two_teams
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def reader(world: World, person: str) -> Reader:
    return access.reader(world.account(person))


def page_of(world: World, person: str, **more: list[Seen]) -> AgreementPage:
    who = reader(world, person)
    return agreement_page(who, access.agreement(who, world.cycle, "fewer-tickets"), **more)


def item(page: AgreementPage, number: int, identifier: str) -> Item:
    clause = page.clauses[number - 1]
    everything = [*clause.items, *(each for _, group in clause.theirs for each in group)]
    return next(each for each in everything if each.id == identifier)


def ids(found: list[Item]) -> list[str]:
    return [each.id for each in found]


def test_what_is_printed_is_what_is_hashed(world: World) -> None:
    page = page_of(world, "alice")

    for clause in page.clauses:
        assert clause.fingerprint in {version.fingerprint for version in page.versions}
    criteria = page.clauses[0].items[0]
    assert criteria.facts.keys() == {"title", "metric", "baseline", "target", "due", "completion_criteria"}
    target = criteria.fact("target")
    assert target
    assert target.value == Decimal(60)


@pytest.mark.parametrize(
    ("person", "yours", "theirs"),
    [
        ("bob", [["retag"], ["tags"]], [["fix-sync"], []]),
        ("alice", [["fix-sync"], []], [["retag"], ["tags"]]),
        ("carol", [[], []], [["fix-sync", "retag"], ["tags"]]),
    ],
)
def test_everybody_reads_their_own_part_first(
    world: World, person: str, yours: list[list[str]], theirs: list[list[str]]
) -> None:
    page = page_of(world, person)
    clauses = [page.clauses[1], page.clauses[3]]

    mine = [[each for each in ids(list(clause.items)) if each != "fewer-tickets"] for clause in clauses]
    others = [[each for _, group in clause.theirs for each in ids(list(group))] for clause in clauses]

    assert mine == yours
    assert others == theirs


def test_a_stale_part_tells_what_it_was_to_the_one_who_agreed_to_it_and_to_nobody_else(world: World) -> None:
    world.agree("bob", "support")
    world.apply(lambda plan: with_key_result(plan, target=Decimal(50)))

    his, hers = (item(page_of(world, person), 1, "fewer-tickets").fact("target") for person in ("bob", "alice"))

    assert his
    assert hers
    assert (his.before, his.value) == (Decimal(60), Decimal(50))
    assert (hers.is_changed, hers.value) == (False, Decimal(50))


def test_what_left_stays_readable_as_gone(world: World) -> None:
    world.agree("bob", "support")
    without = Edit("key_result", "fewer-tickets", {"duties": []})
    definitions.save(world.cycle, [without], by=world.actor("alice"), clock=world.clock)

    gone = item(page_of(world, "bob"), 3, "support>Samples 100 tickets every Friday.")

    assert gone.is_gone
    assert gone.team == Thing("team", "support", "Support", code="SUP")


def test_what_was_seen_is_told_against_today(world: World) -> None:
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    world.apply(lambda plan: with_key_result(plan, target=Decimal(50)))

    page = page_of(world, "bob", outdated=[Seen(seen.team, seen.clause, seen.fingerprint)])

    (moved,) = page.moved
    assert [fact.name for each in moved.items for fact in each.facts.values() if fact.is_changed] == ["target"]


def test_a_clause_returns_to_an_earlier_version_and_keeps_both(world: World) -> None:
    for target in (50, 60):
        world.apply(lambda plan, target=target: with_key_result(plan, target=Decimal(target)))  # type: ignore[misc]
    page = page_of(world, "bob")

    _, versions = agreement_versions(page)[0]

    assert [(version.number, version.is_today) for version in versions] == [(2, False), (1, True)]
    key_result = access.agreement(reader(world, "bob"), world.cycle, "fewer-tickets")
    assert [len(change.entries) for change in changes_of(key_result)][:2] == [1, 1]


def test_an_ended_teams_answers_are_told_as_given_by_it(world: World) -> None:
    world.agree("bob", "support")

    def reorganized(plan: Plan) -> Plan:
        teams = tuple(replace(each, succeeded_by="finance") if each.id == "support" else each for each in plan.teams)
        return replace(plan, teams=teams)

    world.apply(reorganized)
    page = page_of(world, "carol")

    assert [party.team.id for party in page.parties] == ["product", "finance"]
    part = page.clauses[0].parts[1]
    assert (part.state, part.given.given_as if part.given else None) == ("agreed", "support")
    assert page.team_name("support") == "Support"


def test_a_long_list_is_cut_and_still_counted(world: World) -> None:
    support = Team.objects.get(key="support")

    found = listing(support, world.cycle, limit=0)

    assert (found.total, found.waiting, found.shown, list(found.waits_for_us)) == (1, 1, 0, [])


def test_two_teams_need_things_in_one_direction(world: World) -> None:
    support, product = Team.objects.get(key="support"), Team.objects.get(key="product")

    between = two_teams(access.reader(world.account("bob")), support, product, world.cycle)

    assert [[need.key for need in side] for side in between.needs] == [[], ["tags"]]
    assert between.needs[1][0].state == "open"


@needs_real_plan
def test_the_39_agreements_of_a_real_plan_can_be_read() -> None:
    plan = worlds.the_plan(RUST_GOALS.read_bytes())
    plans.apply_plan(plan, by=Actor(None, "shell"), clock=worlds.Clock())
    from accord.models import Agreement, Cycle, Person, User

    user = User.objects.create(email="x@y.example", person=Person.objects.get(key="p001"), added_at=worlds.START)
    who, cycle = access.reader(user), Cycle.objects.get()
    keys = list(Agreement.objects.values_list("key_result__key", flat=True))
    pages = [agreement_page(who, access.agreement(who, cycle, key)) for key in keys]

    assert len(pages) == 39
    for page in pages:
        said = {version.fingerprint for version in page.versions}
        assert {clause.fingerprint for clause in page.clauses if clause.state != "empty"} <= said
        assert all(party.team.name for party in page.parties)
    assert Content.objects.count() == sum(len(page.versions) for page in pages)

"""The matrix says what counting one need after the other would say, whatever the organization is like."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.matrix import Pair, Standing
from accord.domain.plan import Plan
from accord.models import Need, Party, Team
from accord.queries import access
from accord.queries.agreements.two_teams import two_teams
from accord.queries.matrix import needing
from accord.queries.matrix.matrix import Matrix, Row, Wish, matrix
from tests import matrix_world
from tests.matrix_world import MatrixWorld, build, the_plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
STATES = ["aaaaa", "aaaaa", "ooooo", "aoaaa", "aaasa", "saaaa", "aaaxo"]


def look(world: MatrixWorld, wish: Wish = Wish(), who: str = "carol") -> Matrix:  # noqa: B008 (it cannot be changed)
    return matrix(world.reader(who), world.cycle, wish, today=TODAY)


def cells(page: Matrix) -> dict[tuple[str, str], tuple[int, Standing]]:
    """What stands in the cells, by the keys of their row and column."""
    return {
        (row.head.line.key, place.column.line.key): (place.cell.things, place.cell.standing)
        for row in page.rows
        for place in row.places
        if place.cell
    }


def anything(seed: int) -> MatrixWorld:
    """Teams that need each other at random, in agreements that stand at random; some needs are declined or dropped."""
    chance = random.Random(seed)
    keys = [f"{department}-{n}" for department in matrix_world.DEPARTMENTS for n in range(1, 4)]
    pairs = [(taker, giver) for taker in keys for giver in keys if taker != giver]
    world = build({pair: chance.randint(1, 3) for pair in chance.sample(pairs, 14)})
    for party in Party.objects.all():
        party.states = chance.choice(STATES)
        party.empties = "".join(chance.choice("01") if letter == "a" else "0" for letter in party.states)
        party.save()
    return world


def counted_one_by_one() -> dict[tuple[int, int], tuple[int, Counter[str]]]:
    """Things and agreements of every two teams, from rows alone."""
    things: Counter[tuple[int, int]] = Counter()
    results: dict[tuple[int, int], dict[int, str]] = {}
    for need in Need.objects.filter(dropped_at=None, declined=None).select_related("key_result__objective"):
        taker, giver = need.key_result.objective.team_id, need.provider_id
        both = Party.objects.filter(agreement_id=need.key_result_id, team_id__in=(taker, giver))
        things[taker, giver] += 1
        results.setdefault((taker, giver), {})[need.key_result_id] = worst(list(both))
    return {pair: (things[pair], Counter(of.values())) for pair, of in results.items()}


def worst(parties: list[Party]) -> str:
    letters = "".join(party.states for party in parties)
    answered = any(
        letter != "o" and empty == "0"
        for party in parties
        for letter, empty in zip(party.states, party.empties, strict=True)
    )
    if "x" in letters or "s" in letters:
        return "objected" if "x" in letters else "stale"
    return "agreed" if "o" not in letters else "open" if answered else "untouched"


@pytest.mark.parametrize("seed", range(6))
def test_pairs_are_what_counting_needs_one_by_one_finds(seed: int) -> None:
    world = anything(seed)

    found = needing.pairs(world.cycle, needing.teams())

    assert {pair.both: (pair.things, agreements(pair)) for pair in found} == counted_one_by_one()


def agreements(pair: Pair) -> Counter[str]:
    return +Counter(dict(zip(Pair._fields[3:], pair[3:], strict=True)))


def test_each_cell_has_the_things_needed_and_the_worst_state_of_the_two() -> None:
    world = build()
    world.agree("making-1", "selling-1")
    world.agree("selling-1", "making-1", "selling-1")
    world.agree("running-1", "making-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")

    page = look(world)

    assert cells(page) == {
        ("making-1", "selling-1"): (2, Standing.AGREED),
        ("selling-1", "making-1"): (1, Standing.OPEN),
        ("making-2", "making-1"): (1, Standing.UNTOUCHED),
        ("running-1", "making-1"): (3, Standing.OBJECTED),
    }
    assert [(row.head.team.key, row.open) for row in page.rows] == [
        ("making-1", 0), ("making-2", 1), ("selling-1", 1), ("running-1", 1),
    ]  # fmt: skip
    assert (page.agreed, page.total) == (1, 4)


def test_a_third_teams_silence_is_not_held_against_the_two() -> None:
    world = build({("making-1", "selling-1"): 1})
    other = the_plan({("making-1", "selling-1"): 1})
    result = other.objectives[0].key_results[0]
    third = replace(result, needs=(*result.needs, replace(result.needs[0], id="third", provider="running-1")))
    world.apply(replace(other, objectives=(replace(other.objectives[0], key_results=(third,)),)))

    world.agree("making-1", "selling-1")

    assert cells(look(world)) == {
        ("making-1", "selling-1"): (1, Standing.AGREED), ("making-1", "running-1"): (1, Standing.OPEN),
    }  # fmt: skip


def test_the_gravest_come_first_with_why_and_the_most_needed_are_named() -> None:
    world = build()
    world.agree("running-1", "making-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")

    page = look(world, who="bob")

    first, second, *_ = page.first
    assert (first.taker.key, first.giver.key, first.standing) == ("running-1", "making-1", Standing.OBJECTED)
    assert (first.reason.objection, [team.key for team in first.reason.teams]) == ("Two of the three.", ["making-1"])
    assert "selling-1" in {second.taker.key, second.giver.key}
    assert [(each.team.key, each.teams, each.things, each.not_agreed) for each in page.leaned] == [
        ("making-1", 3, 5, 3), ("selling-1", 1, 2, 1),
    ]  # fmt: skip


def test_of_what_stands_alike_two_are_told_first_where_other_things_are_grave_too() -> None:
    giver = "running-3"
    world = build({(f"{department}-{n}", giver): 1 for department in ("making", "selling") for n in (1, 2, 3)})
    for taker in ("making-1", "making-2", "making-3", "selling-1"):
        world.object(taker, giver, giver, "Not all at once.")
    world.agree("selling-2", giver, "selling-2")

    found = [each.standing for each in look(world).first]

    assert found == [Standing.OBJECTED] * 3 + [Standing.OPEN, Standing.UNTOUCHED]


def test_what_has_changed_names_the_realignment_and_who_made_the_change() -> None:
    world = build({("making-1", "selling-1"): 1})
    world.agree("making-1", "selling-1")
    began = the_plan({("making-1", "selling-1"): 1})
    world.apply(with_criteria(began))

    (grave,) = look(world).first

    assert grave.standing is Standing.STALE
    assert grave.reason.realignment is not None
    assert grave.reason.at is not None


def with_criteria(plan: Plan) -> Plan:
    (objective,) = plan.objectives
    (result,) = objective.key_results
    needs = tuple(replace(need, completion_criteria="All of it, and tested.") for need in result.needs)
    return replace(plan, objectives=(replace(objective, key_results=(replace(result, needs=needs),)),))


def test_drafts_declined_needs_and_needs_of_ones_own_are_not_in_it() -> None:
    world = build({("making-1", "selling-1"): 2})
    Need.objects.filter(key__endswith="-2").update(declined="No.")
    world.apply(the_plan({("running-1", "running-2"): 1}), draft=True)

    assert cells(look(world)) == {("making-1", "selling-1"): (1, Standing.UNTOUCHED)}


@pytest.mark.parametrize("ended", ["making-2", "selling-2"])
def test_a_team_that_has_ended_stands_as_its_successor(ended: str) -> None:
    needs = {("making-2", "selling-2"): 1, ("making-1", "selling-1"): 1}
    world = build(needs)
    plan = the_plan(needs)
    heir = {"making-2": "making-1", "selling-2": "selling-1"}[ended]
    teams = tuple(replace(team, succeeded_by=heir) if team.id == ended else team for team in plan.teams)

    world.apply(replace(plan, teams=teams))

    both = ("making-1", "selling-2") if ended == "making-2" else ("making-2", "selling-1")
    assert set(cells(look(world))) == {both, ("making-1", "selling-1")}
    one, other = (Team.objects.get(key=key) for key in both)
    given, back = two_teams(world.reader(), one, other, world.cycle).needs
    assert ([need.what for need in given], [need.state for need in given], back) == (["Thing 1"], ["open"], [])


def test_in_a_closed_cycle_too_where_parties_stay_as_they_were() -> None:
    world = build({("making-1", "selling-1"): 1, ("making-2", "selling-1"): 1})
    world.agree("making-1", "selling-1")
    Team.objects.filter(key="making-2").update(succeeded_by=Team.objects.get(key="making-1"))

    page = look(world)

    assert cells(page) == {("making-1", "selling-1"): (2, Standing.OPEN)}
    assert page.first[0].reason.agreement == ("making-2-by-selling-1", "making-2 with selling-1")


def big() -> MatrixWorld:
    """39 teams, every one of which needs the next."""
    keys = [f"{department}-{n}" for department in matrix_world.DEPARTMENTS for n in range(1, 13)]
    return build(dict.fromkeys(zip(keys, [*keys[1:], keys[0]], strict=True), 1), each=12)


def test_many_teams_are_grouped_by_department_and_the_sums_stay_the_same_when_one_is_opened() -> None:
    world = big()

    closed, opened = look(world), look(world, Wish(opened=["making"]))

    assert cells(closed) == {
        ("making", "making"): (11, Standing.UNTOUCHED), ("making", "selling"): (1, Standing.UNTOUCHED),
        ("selling", "selling"): (11, Standing.UNTOUCHED), ("selling", "running"): (1, Standing.UNTOUCHED),
        ("running", "running"): (11, Standing.UNTOUCHED), ("running", "making"): (1, Standing.UNTOUCHED),
    }  # fmt: skip
    assert [row.head.line.key for row in opened.rows] == [*(f"making-{n}" for n in range(1, 13)), "selling", "running"]
    assert sum(things for things, _ in cells(opened).values()) == sum(things for things, _ in cells(closed).values())
    assert sum(row.open for row in opened.rows) == sum(row.open for row in closed.rows) == closed.total == 36


def test_a_cell_of_groups_with_two_teams_in_it_knows_which() -> None:
    (row,) = [row for row in look(big()).rows if row.head.line.key == "making"]

    only = {place.column.line.key: place.only for place in row.places if place.cell}
    assert only["making"] is None
    assert only["selling"] is not None
    assert [team.key for team in only["selling"]] == ["making-12", "selling-1"]


def test_one_team_is_shown_with_whom_it_needs_and_who_needs_it() -> None:
    page = look(build(), Wish(team="selling-1"))

    assert set(cells(page)) == {("making-1", "selling-1"), ("selling-1", "making-1")}
    assert [row.head.line.key for row in page.rows] == ["making-1", "selling-1"]


def test_a_department_is_shown_with_all_its_teams_open() -> None:
    page = look(big(), Wish(team="selling"))

    inside = {f"selling-{n}" for n in range(1, 13)}
    assert {key for both in cells(page) for key in both} == inside | {"making-12", "running-1"}


def test_what_is_agreed_can_be_left_out() -> None:
    world = build()
    world.agree("making-1", "selling-1")

    page = look(world, Wish(only_open=True))

    assert ("making-1", "selling-1") not in cells(page)
    assert page.total == 3


def test_a_team_that_is_not_there_or_has_ended_is_not_found() -> None:
    world = build()
    Team.objects.filter(key="making-3").update(succeeded_by=Team.objects.get(key="making-1"))

    for key in ("nobody", "making-3"):
        with pytest.raises(access.NotVisible):
            look(world, Wish(team=key))


def test_rows_of_the_readers_own_teams_are_known() -> None:
    def yours(rows: list[Row] | tuple[Row, ...]) -> list[str]:
        return [row.head.line.key for row in rows if row.head.is_yours]

    world = big()

    assert yours(list(look(world, who="bob").rows)) == ["selling"]
    assert yours(list(look(world, Wish(opened=["selling"]), who="bob").rows)) == ["selling-1"]


def test_twice_the_needs_cost_the_same_statements() -> None:
    world = build({("making-1", "selling-1"): 1})
    who = world.reader()
    with CaptureQueriesContext(connection) as with_one:
        matrix(who, world.cycle, today=TODAY)
    world.apply(the_plan(matrix_world.SOME))

    with CaptureQueriesContext(connection) as with_more:
        matrix(who, world.cycle, today=TODAY)

    assert len(with_more) == len(with_one)

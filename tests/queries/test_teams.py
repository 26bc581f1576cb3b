"""A team's page: its objectives and how far they are, and what passes between it and others."""

from decimal import Decimal
from fractions import Fraction

import pytest

from accord.domain.handover import Handover
from accord.domain.scoring import Kind, Pace
from accord.models import KeyResult
from accord.queries.asks.handovers import Counted
from accord.queries.teams import teams
from accord.queries.teams.team_rows import ObjectiveCard, Pair, TeamPage
from tests import reading_world
from tests.reading_world import TODAY, ReadingWorld


@pytest.fixture
def world(db: None) -> ReadingWorld:
    return reading_world.build()


def page(world: ReadingWorld, person: str, team: str) -> TeamPage:
    return teams.page(world.reader(person), world.team(team), world.cycle, today=TODAY)


def the(objective: str, seen: TeamPage) -> ObjectiveCard:
    return next(card for card in seen.objectives if card.row.key == objective)


def pairs(found: tuple[Pair, ...]) -> dict[str, tuple[tuple[str, ...], str]]:
    return {pair.team.key: (pair.what, pair.standing) for pair in found}


def test_each_kind_of_key_result_has_its_own_number(world: ReadingWorld) -> None:
    tickets, uptime, beta = the("calm-product", page(world, "carol", "product")).results

    assert (tickets.result.score.shown, tickets.result.score.expected) == (Fraction(1, 2), Fraction(1, 2))
    assert (tickets.result.score.pace, tickets.result.confidence, tickets.result.unit) == (
        Pace.ON_TRACK,
        "slip",
        "a week",
    )
    assert (uptime.result.score.pace, uptime.result.score.kind) == (Pace.UNKNOWN, Kind.HOLD)
    assert uptime.result.score.stale_since is not None
    assert (beta.result.score.raw, beta.result.score.pace) == (Fraction(0), Pace.UNKNOWN)


def test_an_objective_says_what_it_serves_supports_and_how_far_it_is(world: ReadingWorld) -> None:
    card = the("calm-product", page(world, "carol", "product"))
    (supported,) = card.supports

    assert card.serves == ("Calm customers",)
    assert (supported.key, supported.team.key, str(supported.share), supported.unit, supported.status) == (
        "churn-down", "north", "3", "%", "accepted",
    )  # fmt: skip
    assert (card.together.progress, card.together.unknown) == (Fraction(1, 2), 0)


def test_a_number_that_is_written_anew_is_read_as_it_is_written(world: ReadingWorld) -> None:
    def written() -> str:
        return str(the("calm-product", page(world, "carol", "product")).results[0].result.measure.target)

    before = written()
    KeyResult.objects.filter(key="fewer-tickets").update(target=Decimal(f"{before}.00"))

    assert written() == f"{before}.00"


def test_what_gets_a_key_result_there_stands_with_it(world: ReadingWorld) -> None:
    tickets = the("calm-product", page(world, "carol", "product")).results[0]

    assert tickets.work == Counted(actions=2, actions_done=1, duties=1)
    assert (tickets.needs, tickets.pressing) == (2, ())
    behind = teams.behind(tickets.row_id, today=TODAY)
    assert [(need.what, standing) for need, standing in behind.needs] == [
        ("Correct cause tags", Handover.OPEN),
        ("A budget for tools", Handover.DECLINED),
    ]


def test_an_agreement_waits_for_whoever_has_not_answered(world: ReadingWorld) -> None:
    world.agree("alice", "product", "fewer-tickets")

    agreement = the("calm-product", page(world, "alice", "product")).results[0].agreement

    assert agreement is not None
    assert [team.key for team in agreement.other_teams] == ["support"]
    assert (agreement.own, agreement.is_untouched) == ("aaaaa", False)
    assert agreement.waits_for({"support"})
    assert not agreement.waits_for({"product", "finance"})


def test_both_sides_of_a_need_see_the_same_state(world: ReadingWorld) -> None:
    for person, team in (("alice", "product"), ("bob", "support")):
        world.agree(person, team, "fewer-tickets")

    whole = ("Correct cause tags", "Samples 100 tickets every Friday.", "Tag September again")
    assert pairs(page(world, "alice", "product").depends_on) == {"support": (whole, Handover.AGREED)}
    assert pairs(page(world, "alice", "support").needed_by) == {"product": (whole, Handover.AGREED)}
    assert page(world, "alice", "product").needed_by == ()


def test_what_is_asked_of_a_team_is_its_leads_to_answer(world: ReadingWorld) -> None:
    (for_bob,) = page(world, "bob", "support").needed_by
    (for_carol,) = page(world, "carol", "support").needed_by

    assert (for_bob.is_mine_to_answer, for_carol.is_mine_to_answer) == (True, False)


def test_a_declined_need_depends_on_nobody(world: ReadingWorld) -> None:
    assert "finance" not in pairs(page(world, "alice", "product").depends_on)


def test_a_draft_is_shown_to_the_teams_own_people_alone(world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    own, others = page(world, "dan", "product"), page(world, "bob", "product")

    assert [card.is_draft for card in own.objectives] == [True]
    assert all(result.is_draft for result in own.objectives[0].results)
    assert others.objectives == ()
    assert own.depends_on == others.depends_on == ()
    assert page(world, "bob", "support").needed_by == ()


def test_a_draft_that_others_contribute_to_is_not_told_to_them(world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    (card,) = page(world, "bob", "support").objectives

    assert [supported.key for supported in card.supports] == ["churn-down"]


def test_members_stand_with_their_roles_leads_first(world: ReadingWorld) -> None:
    seen = page(world, "carol", "product")

    assert [(member.name, member.role, str(member.allocation)) for member in seen.members] == [
        ("Alice Adler", "lead", "None"),
        ("Dan Diaz", "member", "60"),
    ]
    assert seen.answered_by == ()


def test_a_team_without_lead_says_who_answers_for_it(world: ReadingWorld) -> None:
    assert page(world, "carol", "design").answered_by == ("Alice Adler",)

"""A key result's page: its numbers, what gets it there, and whether contributions add up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from accord.domain.handover import Handover
from accord.models import Action, CheckIn, KeyResult
from accord.queries import access
from accord.queries.teams import key_results
from accord.queries.teams.key_results import KeyResultPage
from tests import reading_world
from tests.reading_world import TODAY, ReadingWorld


@pytest.fixture
def world(db: None) -> ReadingWorld:
    return reading_world.build()


def page(world: ReadingWorld, key: str, person: str = "carol") -> KeyResultPage:
    return key_results.page(world.reader(person), world.key_result(person, key), today=TODAY)


def test_the_latest_value_of_today_counts_and_later_ones_are_not_there_yet(world: ReadingWorld) -> None:
    seen = page(world, "fewer-tickets").numbers

    assert seen.score.latest is not None
    assert (seen.score.latest.value, seen.score.shown, seen.confidence) == (Decimal(135), Fraction(1, 2), "slip")
    assert [str(each.value) for each in seen.readings] == ["201", "135"]


def test_numbers_are_told_as_they_are_written_and_said_now(world: ReadingWorld) -> None:
    before = page(world, "fewer-tickets").numbers
    KeyResult.objects.filter(key="fewer-tickets").update(target="60.0")
    CheckIn.objects.filter(key_result__key="fewer-tickets", value="135").update(value="135.0", note="One fix is live.")
    after = page(world, "fewer-tickets").numbers

    assert (before.measure, before.readings) == (after.measure, after.readings)  # as numbers they are equal
    assert (str(before.measure.target), str(after.measure.target)) == ("60", "60.0")
    assert (str(after.readings[-1].value), after.check_ins[0].note) == ("135.0", "One fix is live.")


def test_an_action_that_is_done_or_called_otherwise_is_told_so_at_once(world: ReadingWorld) -> None:
    before = page(world, "fewer-tickets").actions
    Action.objects.filter(key=before[0].key).update(title="Mend the form", done=TODAY, expected="3.0")
    after = page(world, "fewer-tickets").actions

    assert (after[0].title, after[0].done, str(after[0].expected)) == ("Mend the form", TODAY, "3.0")
    assert after[1:] == before[1:]


def test_actions_say_whose_they_are_and_what_they_wait_for(world: ReadingWorld) -> None:
    fix, retag = page(world, "fewer-tickets").actions

    assert (fix.team.key, fix.responsible and fix.responsible.name, fix.waits_for) == (
        "product", "Dan Diaz", ("Correct cause tags",),
    )  # fmt: skip
    assert (fix.is_others, retag.is_others, retag.standing) == (False, True, Handover.DONE)


def test_a_need_promised_after_it_is_needed_says_by_how_much(world: ReadingWorld) -> None:
    (tags, standing, _), (budget, declined, _) = page(world, "fewer-tickets").needs

    assert (tags.promise.days_late, standing) == (4, Handover.OPEN)
    assert (budget.promise.declined, declined) == ("Not before January.", Handover.DECLINED)


def test_accepted_shares_are_added_up_beside_what_was_measured(world: ReadingWorld) -> None:
    seen = page(world, "churn-down")

    assert [(each.objective, each.status) for each in seen.contributors] == [
        ("calm-product", "accepted"),
        ("tidy", "proposed"),
    ]
    check = seen.sum_check
    assert check is not None
    assert [check.distance, check.accepted, check.proposed, check.missing] == [Decimal(n) for n in (4, 3, 2, 1)]
    assert (check.delivered, check.measured) == (Fraction(3, 2), Fraction(1))


def test_texts_lead_to_what_they_speak_of(world: ReadingWorld) -> None:
    assert [(each.kind, each.key) for each in page(world, "fewer-tickets").terms] == [("milestone", "beta")]
    assert [(each.kind, each.key) for each in page(world, "churn-down").guardrails] == [("metric", "uptime")]


def test_a_percentage_is_counted_in_percent(world: ReadingWorld) -> None:
    seen = page(world, "a-very-long-identifier")

    assert (seen.numbers.unit, seen.numbers.ends, seen.agreement) == ("%", (Decimal(0), Decimal(100)), None)


def test_a_draft_is_hidden_from_others_and_so_is_what_it_contributes(world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    with pytest.raises(access.NotVisible):
        page(world, "fewer-tickets", "bob")
    assert page(world, "fewer-tickets", "dan").is_draft
    assert [each.objective for each in page(world, "churn-down", "bob").contributors] == ["tidy"]

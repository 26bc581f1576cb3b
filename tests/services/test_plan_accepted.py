"""What a plan accepts of findings is kept, exported, and holds in the installation as it does in the file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accord.domain.plan import Accepted, Checks, Plan
from accord.models import AcceptedFinding, Change
from accord.queries.findings import findings
from accord.queries.plans.plan_export import exported
from accord.services.findings import judging
from tests.built_once import built_once
from tests.world import World, build

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
BARE = Accepted("AL202", "five-days", "They close the books each month anyway.")
UNTIL = Accepted("AL402", "books", "Until the new year.", until=TODAY + timedelta(days=3))


@pytest.fixture
@built_once
def north() -> World:
    made = build()
    made.apply(saying(BARE, UNTIL))
    judging.judge(now=made.clock.now)
    return made


def test_what_a_plan_accepts_is_apart_from_what_is_open(north: World) -> None:
    assert {("AL202", "five-days"), ("AL402", "books")} <= listed(north, TODAY, accepted=True)
    assert not {("AL202", "five-days"), ("AL402", "books")} & listed(north, TODAY, accepted=False)
    row = next(each for each in findings.open_findings(north.cycle, today=TODAY, accepted=True).rows)
    assert row.accepted is not None
    assert row.accepted.reason in {BARE.reason, UNTIL.reason}


def test_what_is_accepted_until_a_day_is_open_again_after_it(north: World) -> None:
    after = TODAY + timedelta(days=4)
    assert ("AL402", "books") in listed(north, after, accepted=False)
    assert ("AL202", "five-days") in listed(north, after, accepted=True)


def test_the_same_plan_again_changes_nothing_and_is_exported_as_it_was(north: World) -> None:
    before = Change.objects.count()
    north.apply(saying(BARE, UNTIL))
    assert Change.objects.count() == before
    checks = exported(north.cycle).plan.checks
    assert checks is not None
    assert checks.accepted == (BARE, UNTIL)


def test_another_order_is_kept_and_no_acceptance_is_given_anew(north: World) -> None:
    rows = set(AcceptedFinding.objects.values_list("pk", flat=True))
    north.apply(saying(UNTIL, BARE))
    assert set(AcceptedFinding.objects.filter(withdrawn_at=None).values_list("pk", flat=True)) == rows
    checks = exported(north.cycle).plan.checks
    assert checks is not None
    assert checks.accepted == (UNTIL, BARE)


def test_what_the_plan_no_longer_accepts_is_taken_back_and_stays_readable(north: World) -> None:
    north.apply(saying(replace(BARE, reason="Still.")))
    reasons = AcceptedFinding.objects.filter(withdrawn_at=None).values_list("reason", flat=True)
    assert list(reasons) == ["Still."]
    assert AcceptedFinding.objects.exclude(withdrawn_at=None).count() == 2


def test_a_plan_that_says_nothing_of_the_checks_leaves_them_as_they_are(north: World) -> None:
    north.apply()
    assert AcceptedFinding.objects.filter(withdrawn_at=None).count() == 2


def test_what_is_accepted_twice_is_accepted_for_the_longer_time(north: World) -> None:
    north.apply(saying(UNTIL, replace(UNTIL, until=None, reason="For good.")))
    north.apply(saying(UNTIL, replace(UNTIL, until=None, reason="For good.")))
    assert list(AcceptedFinding.objects.filter(withdrawn_at=None).values_list("until", flat=True)) == [None]


def saying(*accepted: Accepted) -> Callable[[Plan], Plan]:
    """The plan with these, and nothing else, accepted."""
    return lambda plan: replace(plan, checks=Checks(accepted=accepted))


def listed(north: World, today: date, *, accepted: bool) -> set[tuple[str, str]]:
    rows = findings.open_findings(north.cycle, today=today, accepted=accepted).rows
    return {(row.finding.code, row.finding.subject.id) for row in rows}

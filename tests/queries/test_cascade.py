"""The cascade's white space, sums, orphans and circles are those of the checks, worked out from rows."""

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

import accord.demo
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Plan
from accord.formats.plan import read_documents
from accord.models import Action, Cycle, KeyResult, Need, Objective
from accord.queries.cascade import cascade, counted, strategy, three_counts
from accord.queries.cascade.branches import Branch, branches
from accord.queries.findings.snapshots import snapshot
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.domain.checks.random_plans import Making
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.world import START, Clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
NOON = datetime.combine(TODAY, START.timetz())
CODES = ("AL401", "AL402", "AL403", "AL404", "AL405", "AL501", "AL502", "AL503")
DEMO = Path(accord.demo.__file__).parent / "tidewell.yaml"
SEEDS = range(40)


def test_on_made_up_plans_the_pages_say_what_the_checks_say() -> None:
    seen = set()
    for seed in SEEDS:
        plan = Making(seed).plan()
        with transaction.atomic():
            said = shown_after(plan)
            transaction.set_rollback(True)
        assert said == found(plan), seed
        seen |= {code for code, subjects in said.items() if subjects}

    assert seen == set(CODES)


def test_on_the_demo_the_pages_say_what_the_checks_say() -> None:
    plan = read_documents([(DEMO.name, DEMO.read_bytes())]).plan

    said = shown_after(plan)

    assert said == found(plan)
    assert said["AL401"]
    assert said["AL403"]


def test_what_is_dropped_or_a_draft_counts_for_nothing_as_it_does_for_the_checks() -> None:
    for seed in SEEDS:
        with transaction.atomic():
            shown_after(Making(seed).plan())
            hide_some(Random(seed))
            cycle = Cycle.objects.get()
            assert shown(cycle) == found_in(snapshot(cycle, as_of=TODAY)), seed
            transaction.set_rollback(True)


@needs_real_plan
def test_on_a_real_plan_the_pages_say_what_the_checks_say() -> None:
    plan = read_documents([(RUST_GOALS.name, RUST_GOALS.read_bytes())]).plan

    assert shown_after(plan) == found(plan)


def hide_some(chance: Random) -> None:
    """Let some of everything be dropped, and some of what is published be a draft."""
    hidden = {"dropped_at": START}, {"published_at": None}
    for model, ways in ((Objective, hidden), (KeyResult, hidden), (Action, hidden[:1]), (Need, hidden[:1])):
        for pk in model.objects.values_list("pk", flat=True):
            if chance.random() < 0.25:
                model.objects.filter(pk=pk).update(**chance.choice(ways))


def found(plan: Plan) -> dict[str, list[str]]:
    return found_in(Snapshot(plan, as_of=TODAY))


def found_in(known: Snapshot) -> dict[str, list[str]]:
    """What the checks find, by code: the ids of what they are about, and of AL404 once a contribution."""
    said: dict[str, list[str]] = {code: [] for code in CODES}
    for each in findings(known, CODES):
        said[each.code].append(each.subject.id)
        if each.code == "AL405":
            said[each.code] += [ref.id for ref in each.related]
    said["AL405"] = list(set(said["AL405"]))
    return {code: sorted(ids) for code, ids in said.items()}


def shown_after(plan: Plan) -> dict[str, list[str]]:
    plans.apply_plan(plan, by=Actor(None, "shell"), clock=Clock())
    return shown(Cycle.objects.get())


def shown(cycle: Cycle) -> dict[str, list[str]]:
    """What the pages show, in the same shape."""
    everybodys = Objective.objects.filter(dropped_at=None, published_at__isnull=False)
    drawn = [each for key in everybodys.values_list("key", flat=True) for each in branches_of(cycle, key)]
    page = strategy.strategy(cycle, today=TODAY, now=NOON)
    white, orphans = all_of(cycle, "white-space"), all_of(cycle, "orphans")
    assert (three_counts.white_space(cycle), three_counts.three_counts(cycle).orphans) == (len(white), len(orphans))
    assert strategy.left_out(cycle, today=TODAY) == [goal.title for goal in page.left_out]
    assert sorted(each.result.row["key"] for each in drawn if each.is_white) == white
    return {
        "AL401": white,
        "AL402": orphans,
        "AL403": sorted(each.result.row["key"] for each in drawn if each.promised and each.promised.falls_short),
        "AL404": all_of(cycle, "contributions", state="proposed"),
        "AL405": sorted(each.key for each in everybodys if three_counts.supports_itself(each.pk)),
        "AL501": all_of(cycle, "purposes", state="unsaid"),
        "AL502": sorted(goal.key for goal in page.left_out),
        "AL503": [cycle.key] if page.missing else [],
    }


def branches_of(cycle: Cycle, key: str) -> tuple[Branch, ...]:
    heading = cascade.heading(cycle, key)
    return branches([heading], today=TODAY)[heading.id]


def all_of(cycle: Cycle, kind: str, state: str = "") -> list[str]:
    """The ids of all lines of a list, page by page."""
    lines, start = [], 0
    while True:
        page = counted.counted(cycle, kind, state=state, start=start)
        lines += [each.key for each in page.lines]
        if not page.has_more:
            return sorted(lines)
        start += counted.MOST

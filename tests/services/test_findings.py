"""Findings are kept current: what hangs on one thing with its change, all else once the worker has come by."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.checks.felt import NEAR
from accord.models import Finding, JudgedCycle, KeyResult, Need, Objective, Unjudged, Update
from accord.queries.findings.snapshot_rows import Around
from accord.services import check_ins, doctor
from accord.services.asks import handovers
from accord.services.cycles import cycles
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Restore
from accord.services.findings import findings, judging
from accord.services.reviews import reviews, updates
from accord.services.telling.events import Actor
from tests import review_world
from tests.built_once import built_once
from tests.review_world import period, team, writing
from tests.services.stored_findings import stored, wrong
from tests.world import World, build

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
@built_once
def north() -> World:
    made = build()
    judging.judge(now=made.clock.now)
    return made


def test_what_hangs_on_one_thing_is_found_and_mended_with_its_change(north: World) -> None:
    assert not is_found("AL101", "five-days")
    edit(north, "key_result", "five-days", completion_criteria=None)
    assert is_found("AL101", "five-days")
    edit(north, "key_result", "five-days", completion_criteria="Five working days.")
    assert not is_found("AL101", "five-days")
    row = Finding.objects.get(code="AL101", subject="five-days")
    assert row.mended_at is not None
    assert row.mended_at > row.found_at


def test_a_finding_that_says_something_else_stays_the_same_finding(north: World) -> None:
    edit(north, "need", "tags", promised="2026-12-20")
    before = Finding.objects.get(code="AL304", mended_at=None)
    edit(north, "need", "tags", promised="2026-12-23")
    after = Finding.objects.get(code="AL304", mended_at=None)
    assert (before.pk, before.found_at) == (after.pk, after.found_at)
    assert (before.facts["days"], after.facts["days"]) == (2, 5)


def test_a_finding_is_the_team_s_that_can_mend_it(north: World) -> None:
    edit(north, "action", "retag", responsible=None)
    edit(north, "need", "tags", completion_criteria=None)
    owners = dict(Finding.objects.filter(mended_at=None).values_list("subject", "team__key"))
    assert (owners["retag"], owners["tags"]) == ("support", "product")


def test_what_reaches_further_waits_for_the_worker(north: World) -> None:
    edit(north, "objective", "books", not_strategic_because="They are books.")
    assert is_found("AL501", "books")
    assert judging.judge(now=north.clock.now) == 1
    assert not is_found("AL501", "books")
    assert judging.judge(now=north.clock.now) == 0


def test_what_was_dropped_has_no_findings_until_it_is_back(north: World) -> None:
    definitions.save(north.cycle, [Drop("objective", "books")], by=OPERATOR, clock=north.clock)
    judging.judge(now=north.clock.now)
    assert not {key for key in stored(north.cycle) if key[2] in {"books", "five-days"}}
    definitions.save(north.cycle, [Restore("objective", "books")], by=OPERATOR, clock=north.clock)
    judging.judge(now=north.clock.now)
    assert is_found("AL402", "books")
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def test_a_look_beforehand_leaves_nothing(north: World) -> None:
    before = stored(north.cycle)
    said = [Edit("key_result", "five-days", {"completion_criteria": None, "title": "Else"})]
    definitions.preview(north.cycle, said, by=OPERATOR, clock=north.clock)
    assert stored(north.cycle) == before
    assert not Unjudged.objects.exists()


def test_days_alone_make_findings_and_a_check_in_mends_its_own_at_once(north: World) -> None:
    north.clock.now += timedelta(days=40)
    judging.judge(now=north.clock.now)
    assert is_found("AL801", "fewer-tickets")
    today = north.clock.now.date()
    made = check_ins.check_in(
        north.key_result, value=Decimal(100), day=today, by=north.actor("alice"), clock=north.clock
    )
    assert not is_found("AL801", "fewer-tickets")
    check_ins.take_back(made.pk, seen=made.mark, by=north.actor("alice"), clock=north.clock)
    assert is_found("AL801", "fewer-tickets")


def test_what_was_delivered_long_ago_is_mended_by_its_receipt(north: World) -> None:
    edit(north, "need", "tags", promised="2026-10-06")
    need, day = Need.objects.get(), north.clock.now.date()
    step = handovers.deliver(handovers.Seen(need, 0), day=day, by=north.actor("bob"), clock=north.clock)
    north.clock.now += timedelta(days=9)
    judging.judge(now=north.clock.now)
    assert is_found("AL309", "tags")
    handovers.receive(handovers.Seen(need, step.pk), by=north.actor("alice"), clock=north.clock)
    assert not is_found("AL309", "tags")


def test_an_answer_moves_what_is_found_about_its_agreement(north: World) -> None:
    assert "support" in str(stored(north.cycle)["AL901", "key_result", "fewer-tickets", ""])
    north.agree("bob", "support")
    north.agree("alice", "product")
    assert not is_found("AL901", "fewer-tickets")


def test_reviews_and_updates_are_looked_at_soon_after() -> None:
    world = review_world.build()
    judging.judge(now=world.clock.now)
    written = writing(values=review_world.said(fewer_tickets="100"), correct="We help out.")
    reviews.publish(team(), world.cycle, period(world), written, by=world.actor("alice"), clock=world.clock)
    world.clock.now += timedelta(days=8)
    judging.judge(now=world.clock.now)
    assert not wrong(world.cycle, world.clock.now.date(), settled_alone=False)
    assert is_found("AL803", "support")
    for each in Update.objects.filter(asks=True):
        updates.acknowledge(each.pk, by=world.actor("bob"), clock=world.clock)
    judging.judge(now=world.clock.now)
    assert not is_found("AL803", "support")


def test_a_closed_cycle_keeps_what_was_found_and_is_judged_again_when_it_is_opened(north: World) -> None:
    admin = north.account("ada", is_admin=True)
    by = Actor(admin.person, "web", admin.email)
    cycles.close(north.cycle, by=by, clock=north.clock)
    before = stored(north.cycle)
    findings.mark({"AL501"}, now=north.clock.now)
    north.clock.now += timedelta(hours=20)
    assert judging.judge(now=north.clock.now) == 0
    assert stored(north.cycle) == before
    cycles.reopen(north.cycle, by=by, clock=north.clock)
    assert judging.judge(now=north.clock.now) == 1
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def test_of_two_workers_only_the_one_that_came_first_writes(north: World) -> None:
    edit(north, "objective", "books", not_strategic_because="They are books.")
    today = north.clock.now.date()
    ((cycle, marks),) = judging._marks(is_whole=False).items()
    due = judging._due(cycle, marks)
    assert judging.judge(now=north.clock.now) == 1
    Objective.objects.filter(key="books").update(not_strategic_because=None)
    judging._judge(due, today, north.clock.now)
    assert not is_found("AL501", "books")


def test_an_installation_that_was_never_judged_is_judged_whole(north: World) -> None:
    Finding.objects.all().delete()
    JudgedCycle.objects.all().delete()
    assert judging.judge(now=north.clock.now) == 1
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def test_the_doctor_finds_nothing_where_all_is_right(north: World) -> None:
    edit(north, "objective", "books", not_strategic_because="They are books.")
    assert not list(doctor.problems(now=north.clock.now))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda rows: rows.filter(code="AL402").delete(), "AL402 about objective books is not stored"),
        (lambda rows: rows.filter(code="AL402").update(content="-"), "AL402 about objective books is stored otherwise"),
        (
            lambda rows: rows.filter(code="AL402", subject="books").update(subject="-"),
            "AL402 about objective - is stored, and is not so",
        ),
    ],
)
def test_the_doctor_finds_what_is_stored_wrongly(north: World, damage: Callable[[Any], object], told: str) -> None:
    damage(Finding.objects.all())
    assert any(told in each.wrong for each in doctor.problems(now=north.clock.now))


def test_the_doctor_tells_when_no_worker_has_come_by(north: World) -> None:
    edit(north, "objective", "books", not_strategic_because="They are books.")
    found = list(doctor.problems(now=north.clock.now + timedelta(minutes=6)))
    assert ["has not been checked" in each.wrong for each in found] == [True]


@pytest.mark.parametrize("count", [1, 40])
def test_what_it_takes_does_not_depend_on_how_much_is_touched(north: World, count: int) -> None:
    done = definitions.save(
        north.cycle, [new_result(number) for number in range(count)], by=OPERATOR, clock=north.clock
    )
    rows = set(KeyResult.objects.filter(key__in=[key for _, key in done.made]).values_list("id", flat=True))
    around = Around(key_results=rows)
    KeyResult.objects.filter(id__in=rows).update(completion_criteria="Done.", accountable=None)
    with CaptureQueriesContext(connection) as taken:
        findings.settle(north.cycle.pk, around, NEAR, as_of=north.clock.now.date(), now=north.clock.now)
    assert len(taken) <= 4
    assert Finding.objects.filter(code="AL201", key_result__in=rows, mended_at=None).count() == count
    assert not Finding.objects.filter(code="AL101", key_result__in=rows, mended_at=None).exists()


def new_result(number: int) -> Create:
    return Create("key_result", f"new-{number}", {"objective": "books", "title": "Else", "accountable": "carol"})


def edit(world: World, kind: str, key: str, **fields: Any) -> None:
    definitions.save(world.cycle, [Edit(kind, key, fields)], by=OPERATOR, clock=world.clock)


def is_found(code: str, subject: str) -> bool:
    return Finding.objects.filter(code=code, subject=subject, mended_at=None).exists()

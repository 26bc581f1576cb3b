"""All of a cycle is looked through a step at a time, what is otherwise judged a part at a time, and written a turn at a
time; what changes meanwhile waits for none of them.
"""

from datetime import timedelta
from typing import Any

import pytest

from accord.models import Cycle, Finding, JudgedCycle, Metric, Unjudged
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Edit
from accord.services.findings import cycle_suspects, doctor_findings, finding_rows, findings, judging
from accord.services.telling.events import Actor
from tests.services.stored_findings import wrong
from tests.world import World, build

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
def north(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(cycle_suspects, "AT_ONCE", tuple((names, 1) for names, _ in cycle_suspects.AT_ONCE))
    made = build()
    judging.judge(now=made.clock.now)
    return made


def test_what_changes_while_a_new_day_is_judged_is_judged_before_the_next_step(
    north: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = changed_while_a_day_is_judged(north, monkeypatch, "look_through")
    assert (before, after) == (True, False)


def test_what_changes_while_suspects_are_judged_is_judged_before_the_next_part(
    north: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Finding.objects.exclude(code="AL501").delete()
    before, after = changed_while_a_day_is_judged(north, monkeypatch, "parts")
    assert (before, after) == (True, False)


def test_what_was_read_before_a_change_is_not_written_after_it(north: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading still has the definition when the finding of the change is stored: it is suspected, and stays."""
    metric = Metric.objects.filter(key_results__isnull=False).exclude(definition=None).order_by("id")[0].key
    look_through = cycle_suspects.look_through

    def changed_after_reading(cycle: int, codes: Any, **said: Any) -> Any:
        for code, suspects in look_through(cycle, codes, **said):
            if code == "AL102":  # the first after what looks at texts
                save(north, Edit("metric", metric, {"definition": None}))
            suspected.update({code: suspects})
            yield code, suspects

    suspected: dict[str, Any] = {}
    monkeypatch.setattr(cycle_suspects, "look_through", changed_after_reading)
    north.clock.now += timedelta(days=1)
    judging.judge(now=north.clock.now)
    assert suspected["AL103"] == {("metric_keys", metric)}
    assert [each.mended_at for each in Finding.objects.filter(code="AL103", subject=metric)] == [None]
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def test_what_is_gone_and_wrong_is_made_right_each_day(north: World) -> None:
    right = set(Finding.objects.filter(mended_at=None).values_list("code", "subject"))
    Finding.objects.filter(code="AL103").delete()
    Finding.objects.filter(code__in=["AL501", "AL402"]).delete()
    row = Finding.objects.filter(mended_at=None).exclude(kind="key_result").first()
    assert row
    for code, kind in (("AL704", "person"), ("AL601", "metric"), ("AL107", "milestone")):
        Finding.objects.create(cycle=north.cycle, code=code, kind=kind, subject="gone", found_at=north.clock.now)
    north.clock.now += timedelta(days=1)
    judging.judge(now=north.clock.now)
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)
    assert set(Finding.objects.filter(mended_at=None).values_list("code", "subject")) >= right


def test_a_day_that_was_not_judged_to_its_end_is_begun_again(north: World, monkeypatch: pytest.MonkeyPatch) -> None:
    north.clock.now += timedelta(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(judging, "_judge_whole", fail)
        with pytest.raises(OSError, match="power"):
            judging.judge(now=north.clock.now)
    assert JudgedCycle.objects.get().day is None
    assert not list(doctor_findings.wrong())
    judging.judge(now=north.clock.now)
    assert JudgedCycle.objects.get().day == north.clock.now.date()


def test_a_large_difference_is_written_in_turns_of_bounded_size(north: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        save(north, Create("objective", f"o{number}", {"team": "product", "title": f"Objective {number}"}))
    written: list[int] = []
    write = finding_rows.write

    def watched(cycle: int, it: finding_rows.Difference, **said: Any) -> None:
        written.append(len(it.new) + len(it.other) + len(it.mended))
        write(cycle, it, **said)

    monkeypatch.setattr(finding_rows, "AT_ONCE", 3)
    monkeypatch.setattr(finding_rows, "write", watched)
    judging.judge(now=north.clock.now)
    assert sum(written) >= 7
    assert max(written) == 3
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def test_a_worker_that_was_overtaken_between_two_turns_writes_no_more(north: World) -> None:
    save(north, Edit("objective", "books", {"not_strategic_because": "They are books."}))
    ((cycle, marks),) = judging._marks(is_whole=False).items()
    ours = judging._take(judging._due(cycle, marks))
    assert ours
    assert judging._is_ours(ours, cycle)
    assert judging.judge(now=north.clock.now) == 1  # another worker finds our mark, and takes it
    assert not judging._is_ours(ours, cycle)
    assert not is_found("AL501", "books")


def test_a_change_of_very_many_things_is_judged_by_parts_too(north: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_AT_ONCE", 0)
    save(north, Edit("key_result", "five-days", {"completion_criteria": None, "target": "3"}))
    assert any(None in each.codes.values() for each in Unjudged.objects.all())
    judging.judge(now=north.clock.now)
    assert not Unjudged.objects.exists()
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)


def changed_while_a_day_is_judged(north: World, monkeypatch: pytest.MonkeyPatch, going: str) -> tuple[bool, bool]:
    """Whether a finding that a change mends is there after the third of these steps, and before the fourth is."""
    north.clock.now += timedelta(days=1)
    found: list[bool] = []
    steps = getattr(cycle_suspects, going)

    def changed_after_two(*those: Any, **said: Any) -> Any:
        for number, step in enumerate(steps(*those, **said)):
            if number == 2:
                save(north, Edit("objective", "books", {"not_strategic_because": "They are books."}))
                found.append(is_found("AL501", "books"))
            yield step
            found.extend([is_found("AL501", "books")] if number == 2 else [])

    monkeypatch.setattr(cycle_suspects, going, changed_after_two)
    judging.judge(now=north.clock.now)
    assert not wrong(north.cycle, north.clock.now.date(), settled_alone=False)
    before, after = found
    return before, after


def save(world: World, said: Any) -> None:
    definitions.save(Cycle.objects.get(), [said], by=OPERATOR, clock=world.clock)


def is_found(code: str, subject: str) -> bool:
    return Finding.objects.filter(code=code, subject=subject, mended_at=None).exists()


def fail(*_: object) -> None:
    raise OSError("power")

"""What a form for a check-in needs to know: how the result is measured, what was said last, and whether one may."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accord.domain import check_ins as rules
from accord.domain import scoring
from accord.domain.scoring import Confidence, Measure, Score
from accord.models import Cycle, KeyResult
from accord.queries import access
from accord.queries.access import Reader
from accord.queries.check_ins import check_ins, progress
from accord.queries.check_ins.check_ins import CheckedIn
from accord.queries.check_ins.numbers import unit

ENOUGH = 2  # the latest, and the one before it


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """A key result as somebody who checks in sees it."""

    key_result: KeyResult
    measure: Measure
    unit: str | None
    score: Score
    recent: tuple[CheckedIn, ...]  # the latest first
    of_today: CheckedIn | None
    may: bool

    @property
    def latest(self) -> CheckedIn | None:
        return self.recent[0] if self.recent else None

    @property
    def confidence(self) -> Confidence | None:
        """What its people believed at the latest value."""
        return self.latest.word if self.latest else None

    def confidence_before(self, row: CheckedIn) -> Decimal | None:
        """What was believed at the check-in before this one."""
        earlier = (each.reading.confidence for each in self.recent if each.reading.day < row.reading.day)
        return next(earlier, None)

    def looks_mistyped(self, row: CheckedIn) -> bool:
        """Whether to ask if a check-in is right."""
        before = [each.reading.value for each in self.recent if each.reading.day != row.reading.day]
        return rules.looks_mistyped(self.measure, row.reading.value, before)


def page(who: Reader, cycle: Cycle, key: str, *, today: date) -> CheckInPage:
    """What the form of a key result needs. Raises NotVisible."""
    key_result = access.key_result(who, cycle, key)
    measure = progress.measure_of(key_result)
    recent = check_ins.latest(key_result.pk, today=today, most=ENOUGH)
    readings = check_ins.readings(key_result.pk, today=today) if measure.hold else [each.reading for each in recent]
    return CheckInPage(
        key_result=key_result,
        measure=measure,
        unit=unit(key_result),
        score=scoring.score(measure, readings, today=today),
        recent=tuple(recent),
        of_today=next((each for each in recent if each.reading.day == today), None),
        may=check_ins.may(who, key_result),
    )


def mends(who: Reader, key_result: KeyResult, row: CheckedIn) -> bool:
    """Whether a reader may put a check-in right now."""
    return check_ins.may(who, key_result) and check_ins.may_mend(who, key_result, row)

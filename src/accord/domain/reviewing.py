"""What a review says of each key result: where it was, where it is, and how far that is from where it is to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from accord.domain import scoring
from accord.domain.plan import Hold
from accord.domain.scoring import Confidence, Kind, Measure, Pace, Reading

UNLIKELY_BELOW = Decimal(4)
SHORTER_THAN_A_MONTH = timedelta(days=20)
AT_MOST = 4096  # key results whose line is kept
AT_RISK = frozenset({Pace.BEHIND, Pace.AT_RISK})


class Left(StrEnum):
    """What is left between a value and its target."""

    TO_GO = "to-go"
    REACHED = "reached"
    INSIDE = "inside"  # a band
    OUTSIDE = "outside"
    NOT_YET = "not-yet"  # a milestone
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left, and how much of it in the result's own unit where that can be said."""

    left: Left
    amount: Decimal | None = None


class Named(NamedTuple):
    """A team as a document names it for good: its id, its name and its letters on that day."""

    key: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a key result in a review, where it is new: its value, how sure one is (0 to 10), a word."""

    value: Decimal | None = None
    confidence: Decimal | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return self.value is not None or self.confidence is not None or bool(self.note)


NOTHING_NEW = Said()


@dataclass(frozen=True, slots=True)
class Texts:
    """What a team writes in a review. Nothing special means nothing to write."""

    title: str = ""
    doing: str = ""
    way: str = ""
    correct: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A key result as a review finds it, never changed. `before` is its value at the review before this one."""

    key: str
    title: str
    objective: str
    unit: str | None
    measure: Measure
    latest: Reading | None = None
    before: Decimal | None = None
    not_agreed_since: date | None = None
    ended: str = ""  # met, not-met; nothing while it runs


@dataclass(frozen=True, slots=True)
class Result:
    """A line of a review: a key result on the day the review was published."""

    key: str
    title: str
    objective: str
    unit: str | None
    kind: str
    before: Decimal | None
    value: Decimal | None
    target: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    day: date | None  # a milestone's
    left: str
    gap: Decimal | None
    pace: str
    confidence: Decimal | None
    note: str = ""
    not_agreed_since: date | None = None
    ended: str = ""

    def __hash__(self) -> int:
        """By what tells lines apart: pages ask for it of dozens, and equal ones have it in common."""
        return hash((self.key, self.value, self.gap))

    @property
    def is_at_risk(self) -> bool:
        """Whether whoever shares it should know: behind its plan, or unlikely in its own people's eyes."""
        unlikely = self.confidence is not None and self.confidence < UNLIKELY_BELOW
        return not self.ended and (self.pace in AT_RISK or unlikely)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers as they are written: 5 and 5.0 are equal, and read differently."""
        return tuple(map(str, (self.before, self.value, self.target, self.at_least, self.at_most, self.gap)))

    @property
    def word(self) -> Confidence | None:
        """The word for its confidence."""
        return scoring.confidence(self.confidence)

    @property
    def hold(self) -> Hold | None:
        """The band it is to stay in."""
        return Hold(self.at_least, self.at_most) if self.kind == Kind.HOLD else None


@dataclass(frozen=True, slots=True)
class Needed:
    """What the team needs of another one, and where that stands."""

    key: str
    what: str
    team: Named
    key_result: str
    by: date | None
    promised: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class Document:
    """A published review: fixed, whatever is renamed or changed later."""

    team: Named
    cycle: str
    cycle_name: str
    period: str
    month: date
    start: date
    due: date
    day: date
    by: str
    by_key: str
    people: int
    before: date | None  # the day of the review before this one
    texts: Texts = Texts()
    results: tuple[Result, ...] = ()
    needs: tuple[Needed, ...] = ()

    @property
    def is_of_days(self) -> bool:
        """Whether it is known by its days: there are several in a month."""
        return self.due - self.start < SHORTER_THAN_A_MONTH

    @property
    def numbers(self) -> tuple[tuple[str, ...], ...]:
        """The numbers of its results as they are written."""
        return tuple([each.numbers for each in self.results])

    @property
    def silent(self) -> int:
        """Of how many running results nobody has said how confident they are."""
        return sum(each.confidence is None and not each.ended for each in self.results)


def document(
    blank: Document,
    results: Sequence[Known],
    needs: Sequence[Needed],
    *,
    texts: Texts,
    said: Mapping[str, Said],
    recent_from: date,
) -> Document:
    """The review as it is published: results with what was said of them today (by id), or what is known of them.

    `blank` says whose it is, of when; a confidence counts as today's where it was said since `recent_from`.
    """
    lines = tuple(
        result(each, said.get(each.key, NOTHING_NEW), today=blank.day, recent_from=recent_from) for each in results
    )
    return replace(blank, texts=texts, results=lines, needs=tuple(needs))


def says_the_same(one: Document, other: Document) -> bool:
    """Whether both say the same, whoever published them on whatever day; a note on a result is said once, and left."""
    return _said_in(one) == _said_in(other)


def _said_in(document: Document) -> tuple[Texts, list[Result], Sequence[Needed]]:
    return document.texts, [replace(each, note="") for each in document.results], document.needs


def result(known: Known, said: Said, *, today: date, recent_from: date) -> Result:
    """A line of the review, from what is known and what is said of it today."""
    return _result(known, said, today, recent_from) if said else _as_known(known, today, recent_from)


@lru_cache(maxsize=AT_MOST)
def _as_known(known: Known, today: date, recent_from: date) -> Result:
    """Of what nobody says anything new, the line is found once a day."""
    return _result(known, NOTHING_NEW, today, recent_from)


def _result(known: Known, said: Said, today: date, recent_from: date) -> Result:
    reading = reading_of(known, said, today=today)
    score = scoring.score(known.measure, [reading] if reading else [], today=today)
    left, hold = gap(known.measure, reading.value if reading else None), known.measure.hold
    return Result(
        key=known.key,
        title=known.title,
        objective=known.objective,
        unit=known.unit,
        kind=score.kind.value,
        before=known.before,
        value=reading.value if reading else None,
        target=None if hold else scoring.ends(known.measure)[1],
        at_least=hold.at_least if hold else None,
        at_most=hold.at_most if hold else None,
        day=known.measure.milestone_date,
        left=left.left.value,
        gap=left.amount,
        pace=score.pace.value,
        confidence=said.confidence if said.confidence is not None else recent(known.latest, recent_from),
        note=said.note,
        not_agreed_since=known.not_agreed_since,
        ended=known.ended,
    )


def reading_of(known: Known, said: Said, *, today: date) -> Reading | None:
    """The value that counts: what is said today, else the latest."""
    if said.value is not None:
        return Reading(today, said.value, said.confidence)
    return known.latest


def recent(latest: Reading | None, since: date) -> Decimal | None:
    """How confident its people were, where they have said so lately; an old word is no word."""
    return latest.confidence if latest and latest.day >= since else None


def news(known: Known, said: Said, *, recent_from: date) -> Said:
    """What of it is news: a value or a confidence that was known so says nothing, and is no check-in."""
    value = None if known.latest and said.value == known.latest.value else said.value
    confidence = None if said.confidence == recent(known.latest, recent_from) else said.confidence
    return replace(said, value=value, confidence=confidence)


def gap(measure: Measure, value: Decimal | None) -> Gap:
    """What is left to the target, never below nothing."""
    kind = scoring.kind_of(measure)
    if kind is Kind.MILESTONE:
        return Gap(Left.REACHED if value is not None and value >= 1 else Left.NOT_YET)
    if value is None or kind is Kind.UNSET:
        return Gap(Left.UNKNOWN)
    if measure.hold:
        outside = _outside(measure.hold, value)
        return Gap(Left.OUTSIDE, outside) if outside else Gap(Left.INSIDE)
    start, target = (end or Decimal(0) for end in scoring.ends(measure))
    left = target - value if target > start else value - target
    return Gap(Left.TO_GO, left) if left > 0 else Gap(Left.REACHED)


def _outside(hold: Hold, value: Decimal) -> Decimal:
    below = hold.at_least - value if hold.at_least is not None else Decimal(0)
    above = value - hold.at_most if hold.at_most is not None else Decimal(0)
    return max(below, above, Decimal(0))

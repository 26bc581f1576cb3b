"""The form of a review: filled in with what is known, read back for what is new. Nothing in it has to be typed."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from accord.domain import check_ins, reviewing, scoring
from accord.domain.check_ins import LEVELS
from accord.domain.reviewing import Known, Said, Texts
from accord.domain.scoring import Kind
from accord.queries.reviews.review_page import WritingPage
from accord.services.reviews import Writing
from accord.web.check_in_form import sentence
from accord.web.formatting import number
from accord.web.manner import in_one_manner
from accord.web.quantities import in_field
from accord.web.written_quantities import read_quantity

TEXTS = ("title", "doing", "way", "correct")
LONGEST = {"title": 200, "doing": 10_000, "way": 10_000, "correct": 10_000, "note": 2_000}
SITTING = 32


class OnScreen(NamedTuple):
    """The fields of one key result as texts."""

    key: str
    title: str
    unit: str | None
    is_milestone: bool
    value: str
    sure: str
    note: str
    was_value: str
    was_sure: str


@dataclass(slots=True)
class Line:
    """The fields of one key result: what they hold, and what they held when the form was given out."""

    known: Known
    value: str
    sure: str
    note: str
    was_value: str
    was_sure: str

    @property
    def is_milestone(self) -> bool:
        return self.known.measure.has_milestone

    @property
    def key(self) -> str:
        return self.known.key

    @property
    def on_screen(self) -> OnScreen:
        known = self.known
        return OnScreen(
            known.key, known.title, known.unit, self.is_milestone, self.value, self.sure, self.note, self.was_value,
            self.was_sure,
        )  # fmt: skip


@dataclass(slots=True)
class ReviewForm:
    """A review on somebody's screen; errors by the name of a field."""

    page: WritingPage
    texts: dict[str, str]
    lines: list[Line]
    seen: int
    edition: int
    sitting: str
    shown: int
    errors: dict[str, str] = field(default_factory=dict)

    def line(self, key: str) -> Line:
        """The fields of a key result (its id)."""
        return next(line for line in self.lines if line.key == key)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The errors as they are said away from their fields: by the name of a field, with the key result it is of."""
        fields = {f"{part}-{line.key}": line.known.title for line in self.lines for part in ("value", "sure", "note")}
        return [(name, f"{fields[name]}: {wrong}" if name in fields else wrong) for name, wrong in self.errors.items()]

    def said(self) -> Mapping[str, Said]:
        """What is said of key results (ids) that was not known; fields that cannot be read are errors from then on."""
        found = ((line.key, self._said(line)) for line in self.lines)
        return {key: said for key, said in found if said}

    def writing(self, now: datetime) -> Writing:
        """All of it, as the service takes it."""
        seconds = int(now.timestamp()) - self.shown
        said = self.said()
        for name in TEXTS:
            self._check_length(name, self.texts[name], LONGEST[name])
        return Writing(Texts(**self.texts), said, self.seen, self.edition, self.sitting, seconds)

    def _said(self, line: Line) -> Said:
        self._check_length(f"note-{line.key}", line.note, LONGEST["note"])
        return Said(self._value(line), self._sure(line), line.note)

    def _value(self, line: Line) -> Decimal | None:
        if line.value == line.was_value or not line.value:
            return None
        try:
            value = read_quantity(line.value, line.known.unit)
        except ValueError:
            self.errors[f"value-{line.key}"] = _("Write a number, such as 16 or 5.4.")
            return None
        today = self.page.material.today
        unfit = check_ins.unfit(line.known.measure, value, None, today, today=today)
        if unfit:
            self.errors[f"value-{line.key}"] = sentence(unfit, first=check_ins.first_day(line.known.measure))[1]
        return value

    def _sure(self, line: Line) -> Decimal | None:
        if line.sure == line.was_sure or not line.sure:
            return None
        if line.sure not in TENTHS:
            self.errors[f"sure-{line.key}"] = _("Choose one of the words.")
            return None
        return Decimal(line.sure)

    def _check_length(self, name: str, text: str, longest: int) -> None:
        if len(text) > longest:
            self.errors[name] = _("This is longer than %(count)s characters. Say it more shortly.") % {
                "count": number(longest)
            }


def questions() -> dict[str, str]:
    """What a team may say, and need not."""
    return {
        "doing": _("How are we doing?"),
        "way": _("What’s in our way?"),
        "correct": _("What do we correct?"),
    }


TENTHS = tuple(str(level) for level in range(11))


def given_out(page: WritingPage, *, now: datetime) -> ReviewForm:
    """A fresh form over what is known and what was typed so far."""
    texts = {name: getattr(page.texts, name) for name in TEXTS}
    sitting = secrets.token_hex(SITTING // 2)
    with in_one_manner():
        lines = list(_lines(page, page.said))
    return ReviewForm(
        page, texts, lines, page.draft.version if page.draft else 0, page.edition, sitting, int(now.timestamp())
    )


def taken_back(page: WritingPage, post: QueryDict, *, now: datetime) -> ReviewForm:
    """What came back. What was on the screen is told by the form itself: a check-in since then is not typed over."""
    form = given_out(page, now=now)
    form.texts = {name: _text(post, name) for name in TEXTS}
    for line in form.lines:
        fallback = "0" if line.is_milestone else ""
        line.was_value, line.was_sure = _text(post, f"was-{line.key}"), _text(post, f"was-sure-{line.key}")
        line.value, line.sure = _text(post, f"value-{line.key}") or fallback, _text(post, f"sure-{line.key}")
        line.note = _text(post, f"note-{line.key}")
    form.seen, form.edition = _number(post, "seen"), max(_number(post, "edition"), 1)
    form.sitting = _text(post, "sitting")[:SITTING]
    form.shown = min(_number(post, "shown") or form.shown, form.shown)
    return form


def _lines(page: WritingPage, said: Mapping[str, Said]) -> Iterator[Line]:
    for known in page.material.known:
        if not known.ended:
            yield _line(known, said.get(known.key, Said()), page)


def _line(known: Known, said: Said, page: WritingPage) -> Line:
    was_value = _shown(known, known.latest.value if known.latest else None)
    was_sure = _level(reviewing.recent(known.latest, page.material.recent_from))
    return Line(
        known=known,
        value=was_value if said.value is None else _shown(known, said.value),
        sure=was_sure if said.confidence is None else _tenth(said.confidence),
        note=said.note,
        was_value=was_value,
        was_sure=was_sure,
    )


def _shown(known: Known, value: Decimal | None) -> str:
    if scoring.kind_of(known.measure) is Kind.MILESTONE:
        return "1" if value is not None and value >= 1 else "0"
    return "" if value is None else in_field(value, known.unit)


def _level(confidence: Decimal | None) -> str:
    """The level that stands for the word: a 7 is as likely as an 8."""
    word = scoring.confidence(confidence)
    return _tenth(LEVELS[word]) if word else ""


def _tenth(level: Decimal) -> str:
    return str(int(level))


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def _number(post: QueryDict, name: str) -> int:
    text = post.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0

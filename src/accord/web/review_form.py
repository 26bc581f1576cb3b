"""The form of a review: filled in with what is known, read back for what is new. Nothing in it has to be typed."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from accord.domain import check_ins, reviewing, scoring
from accord.domain.check_ins import LEVELS
from accord.domain.reviewing import Known, Result, Said, Texts
from accord.domain.scoring import Kind
from accord.queries.reviews.review_material import Note
from accord.queries.reviews.review_page import WritingPage
from accord.services.reviews.reviews import Writing
from accord.web.check_in_form import sentence
from accord.web.formatting import number
from accord.web.manner import Manner, in_one_manner, manner
from accord.web.quantities import in_field
from accord.web.review_words import gap_left
from accord.web.written_quantities import read_quantity

TEXTS = ("title", "doing", "way", "correct")
LONGEST = {"title": 200, "doing": 10_000, "way": 10_000, "correct": 10_000, "note": 2_000}
SITTING = 32
AT_MOST = 4096  # lines that are kept as they are given out


@dataclass(frozen=True, slots=True)
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
    def is_untouched(self) -> bool:
        """Whether it says nothing that was not known."""
        return self.value == self.was_value and self.sure == self.was_sure and not self.note


class OnScreen(NamedTuple):
    """The same with what stands around it: how much is left, what is wrong, and words since the last review."""

    line: Line
    gap: str
    notes: Sequence[Note]
    wrong: str = ""
    wrong_word: str = ""
    wrong_note: str = ""


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

    def on_screen(self, results: Mapping[str, Result]) -> tuple[OnScreen, ...]:
        """Its lines, with those of the document by the ids of their key results."""
        notes = self.page.material.notes
        return tuple(
            OnScreen(line, gap_left(results[line.key]), notes.get(line.key, ()), *self._wrong(line.key))
            for line in self.lines
        )

    def said(self) -> Mapping[str, Said]:
        """What is said of key results (ids) that was not known; fields that cannot be read are errors from then on."""
        found = ((line.key, self._said(line)) for line in self.lines if not line.is_untouched)
        return {key: said for key, said in found if said}

    def writing(self, now: datetime) -> Writing:
        """All of it, as the service takes it."""
        seconds = int(now.timestamp()) - self.shown
        said = self.said()
        for name in TEXTS:
            self._check_length(name, self.texts[name], LONGEST[name])
        return Writing(Texts(**self.texts), said, self.seen, self.edition, self.sitting, seconds)

    def _wrong(self, key: str) -> Iterable[str]:
        return [self.errors.get(f"{part}-{key}", "") for part in ("value", "sure", "note")] if self.errors else ()

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
    form.lines = [_typed(line, post) for line in form.lines]
    form.seen, form.edition = _number(post, "seen"), max(_number(post, "edition"), 1)
    form.sitting = _text(post, "sitting")[:SITTING]
    form.shown = min(_number(post, "shown") or form.shown, form.shown)
    return form


def _lines(page: WritingPage, said: Mapping[str, Said]) -> Iterator[Line]:
    in_manner = manner()
    for known in page.material.known:
        if not known.ended:
            line = _untouched(known, page.material.recent_from, in_manner)
            yield _with(line, said[known.key]) if known.key in said else line


@lru_cache(maxsize=AT_MOST)
def _untouched(known: Known, recent_from: date, _: Manner) -> Line:
    """The same line for the same key result: most stay as they are, and are drawn once."""
    value = _shown(known, known.latest.value if known.latest else None)
    sure = _level(reviewing.recent(known.latest, recent_from))
    return Line(known, value, sure, "", value, sure)


def _with(line: Line, said: Said) -> Line:
    return replace(
        line,
        value=line.value if said.value is None else _shown(line.known, said.value),
        sure=line.sure if said.confidence is None else _tenth(said.confidence),
        note=said.note,
    )


def _typed(line: Line, post: QueryDict) -> Line:
    key, fallback = line.key, "0" if line.is_milestone else ""
    return Line(
        line.known,
        value=_text(post, f"value-{key}") or fallback,
        sure=_text(post, f"sure-{key}"),
        note=_text(post, f"note-{key}"),
        was_value=_text(post, f"was-{key}"),
        was_sure=_text(post, f"was-sure-{key}"),
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
    return post.get(name, "").replace("\r\n", "\n").strip()


def _number(post: QueryDict, name: str) -> int:
    text = post.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0

"""Fields of a form that edits a definition: how a value of the plan is shown in one, and how what was typed is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.utils.translation import gettext as _

from accord.web import formatting

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Typed = Mapping[str, Sequence[str]]  # what stands in the inputs, by their names
LONGEST = 20_000  # characters of a text, as in a plan file
FIRST_YEAR, LAST_YEAR = 1900, 2200  # that somebody can mean; beyond, a digit slipped
SPARE = 2  # empty rows to write in, where there are rows


class Unreadable(Exception):
    """What was typed cannot be read: at which input, and how to mend it."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name, self.sentence = name, sentence


class Names(Protocol):
    """Finds things by what people call them, and says what things are called."""

    def called(self, kind: str, identifier: str) -> str:
        """What to write for a thing so that it is found again."""
        ...

    def find(self, kind: str, text: str) -> str:
        """The id of what is called so; raises LookupError with a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the plan file. `widget` names the macro that draws it."""

    name: str
    label: "_StrPromise | str"
    hint: "_StrPromise | str" = ""
    required: bool = False
    widget: ClassVar[str] = "line"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of its inputs; the first is what an error leads to."""
        return (self.name,)

    @property
    def is_worded(self) -> bool:
        """Whether it is a text whose wording may change without its meaning."""
        return False

    def shown(self, value: Any, names: Names) -> Typed:
        """What stands in its inputs for a value."""
        return {self.name: [] if value is None else [self._written(value, names)]}

    def read(self, typed: Typed, names: Names) -> Any:
        """The value that was typed; nothing typed is None. Raises Unreadable."""
        text = "".join(typed.get(self.name, ())[:1]).strip()
        if not text:
            if self.required:
                raise Unreadable(self.name, _("Fill this in."))
            return None
        return self._read(text, names)

    def _written(self, value: Any, names: Names) -> str:
        return str(value)

    def _read(self, text: str, names: Names) -> Any:
        return text


@dataclass(frozen=True, slots=True)
class Text(Field):
    """Words that somebody wrote."""

    rows: int = 2
    worded: bool = False
    widget: ClassVar[str] = "text"

    @property
    def is_worded(self) -> bool:
        return self.worded

    def _read(self, text: str, names: Names) -> str:
        if len(text) > LONGEST:
            raise Unreadable(self.name, _("This is longer than 20,000 characters. Say it more shortly."))
        return text.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Number(Field):
    """An exact number, written as the reader writes numbers."""

    widget: ClassVar[str] = "number"

    def _written(self, value: Decimal, names: Names) -> str:
        return formatting.number(value)

    def _read(self, text: str, names: Names) -> Decimal:
        return read_number(self.name, text)


@dataclass(frozen=True, slots=True)
class Day(Field):
    """A day of the calendar."""

    widget: ClassVar[str] = "date"

    def _written(self, value: date, names: Names) -> str:
        return value.isoformat()

    def _read(self, text: str, names: Names) -> date:
        return read_day(self.name, text)


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of few words of the plan file, said in words; the first is what holds where none is chosen."""

    options: "Sequence[tuple[str, _StrPromise | str]]" = ()
    widget: ClassVar[str] = "choice"

    def _read(self, text: str, names: Names) -> str:
        if text not in {value for value, _words in self.options}:
            raise Unreadable(self.name, _("Choose one of the list."))
        return text


@dataclass(frozen=True, slots=True)
class Pick(Field):
    """Something that has a name: found by typing."""

    kind: str = ""
    widget: ClassVar[str] = "pick"

    def _written(self, value: str, names: Names) -> str:
        return names.called(self.kind, value)

    def _read(self, text: str, names: Names) -> str:
        return found(self.name, self.kind, text, names)


@dataclass(frozen=True, slots=True)
class Picks(Field):
    """Several things that have names, one a row."""

    kind: str = ""
    widget: ClassVar[str] = "picks"

    def shown(self, value: Sequence[str] | None, names: Names) -> Typed:
        return {self.name: [*(names.called(self.kind, each) for each in value or ()), *[""] * SPARE]}

    def read(self, typed: Typed, names: Names) -> list[str]:
        texts = [text.strip() for text in typed.get(self.name, ())]
        ids = [found(self.name, self.kind, text, names) for text in texts if text]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise Unreadable(self.name, _("‘%(name)s’ stands here twice.") % {"name": names.called(self.kind, twice)})
        return ids


@dataclass(frozen=True, slots=True)
class Lines(Field):
    """Several texts, one a line."""

    widget: ClassVar[str] = "lines"

    def shown(self, value: Sequence[str] | None, names: Names) -> Typed:
        return {self.name: ["\n".join(value or ())]}

    def read(self, typed: Typed, names: Names) -> list[str]:
        lines = "".join(typed.get(self.name, ())[:1]).splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


@dataclass(frozen=True, slots=True)
class Ticks(Field):
    """Any of few, all in sight; `options` are given where the form is drawn."""

    widget: ClassVar[str] = "ticks"

    def shown(self, value: Sequence[str] | None, names: Names) -> Typed:
        return {self.name: list(value or ())}

    def read(self, typed: Typed, names: Names) -> list[str]:
        return list(dict.fromkeys(typed.get(self.name, ())))


@dataclass(frozen=True, slots=True)
class Band(Field):
    """Limits between which a metric is to stay."""

    widget: ClassVar[str] = "band"

    @property
    def inputs(self) -> tuple[str, ...]:
        return (f"{self.name}-at_least", f"{self.name}-at_most")

    def shown(self, value: Mapping[str, Decimal | None] | None, names: Names) -> Typed:
        limits = ((value or {}).get(limit) for limit in ("at_least", "at_most"))
        return {
            name: [] if limit is None else [formatting.number(limit)]
            for name, limit in zip(self.inputs, limits, strict=True)
        }

    def read(self, typed: Typed, names: Names) -> dict[str, Decimal | None] | None:
        texts = [(name, "".join(typed.get(name, ())[:1]).strip()) for name in self.inputs]
        least, most = (read_number(name, text) if text else None for name, text in texts)
        if least is None and most is None:
            return None
        if least is not None and most is not None and least > most:
            raise Unreadable(self.inputs[1], _("At most is less than at least. Turn them round."))
        return {"at_least": least, "at_most": most}


@dataclass(frozen=True, slots=True)
class Rows(Field):
    """Rows of several columns, each a field of its own: the points of a path, duties."""

    columns: tuple[Field, ...] = field(default=())
    widget: ClassVar[str] = "rows"

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{column.name}" for column in self.columns)

    def shown(self, value: Sequence[Mapping[str, Any]] | None, names: Names) -> Typed:
        return {
            name: ["".join(column.shown(row[column.name], names)[column.name]) for row in value or ()] + [""] * SPARE
            for name, column in zip(self.inputs, self.columns, strict=True)
        }

    def read(self, typed: Typed, names: Names) -> list[dict[str, Any]]:
        cells = [[text.strip() for text in typed.get(name, ())] for name in self.inputs]
        count = max(map(len, cells), default=0)
        rows = [[texts[at] if at < len(texts) else "" for texts in cells] for at in range(count)]
        return [self._row(row, names) for row in rows if any(row)]

    def _row(self, texts: Sequence[str], names: Names) -> dict[str, Any]:
        row = {}
        for text, column, name in zip(texts, self.columns, self.inputs, strict=True):
            try:
                row[column.name] = column.read({column.name: [text]}, names)
            except Unreadable as wrong:
                raise Unreadable(name, wrong.sentence) from wrong
        return row


def read_number(name: str, text: str) -> Decimal:
    """A number as the reader writes numbers. Raises Unreadable at the input of this name."""
    try:
        return formatting.read_number(text)
    except ValueError as wrong:
        sample = formatting.number(Decimal("1234.5"))
        raise Unreadable(name, _("Write a number, such as 4 or %(sample)s.") % {"sample": sample}) from wrong


def read_day(name: str, text: str) -> date:
    """A day as browsers send it, of a year that can be meant. Raises Unreadable at the input of this name."""
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Unreadable(name, _("Write a day such as 2026-12-18: year, month, day.")) from wrong
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(name, _("The year %(year)s is too far away. Look at its digits again.") % {"year": day.year})
    return day


def found(name: str, kind: str, text: str, names: Names) -> str:
    """The id of what is called so. Raises Unreadable at the input of this name."""
    try:
        return names.find(kind, text)
    except LookupError as wrong:
        raise Unreadable(name, str(wrong.args[0])) from wrong

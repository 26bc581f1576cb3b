"""What somebody pressed and typed on the page of an agreement, read into values. Nothing in it is trusted."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from accord.domain.clauses import Clause
from accord.services.agreements.answers import Seen

LONGEST = 10_000
CLAUSES = {str(clause.number): clause for clause in Clause}
KINDS = ("agree", "ask", "object")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_REVISION = re.compile(r"[0-9]{1,18}")


class Unreadable(Exception):
    """The form is not one of Accord's: nothing can be done with it."""


class TooLong(Exception):
    """A text is longer than what is kept; `field` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """An answer as it was pressed: `clause` None means all that is shown; `team` is who asks or objects."""

    kind: str
    clause: Clause | None
    seen: tuple[Seen, ...]
    team: str
    text: str
    field: str  # the name of the text's field
    last_revision: int | None

    @property
    def parts(self) -> list[Seen]:
        """The parts that are answered."""
        wanted = [seen for seen in self.seen if self.clause in (None, seen.clause)]
        return wanted if self.kind == "agree" else [seen for seen in wanted if self.team in ("", seen.team)][:1]


def read(form: QueryDict) -> AnswerForm:
    """Raises Unreadable and TooLong."""
    kind = next((each for each in KINDS if each in form), None)
    if kind is None:
        raise Unreadable
    clause = _clause(form.get(kind, ""), may_be_all=kind == "agree")
    number = clause.number if clause else ""
    field = f"{kind}-text-{number}"
    return AnswerForm(
        kind=kind,
        clause=clause,
        seen=tuple(seen(each) for each in form.getlist("seen")),
        team=form.get(f"as-{number}", ""),
        text=text(form, field),
        field=field,
        last_revision=revision(form),
    )


def text(form: QueryDict, field: str) -> str:
    """A text as it can be kept: without the one character no database takes."""
    written = form.get(field, "")
    if len(written) > LONGEST:
        raise TooLong(field)
    return written


def revision(form: QueryDict) -> int | None:
    """The latest revision that was on the screen."""
    written = form.get("last_revision", "")
    return int(written) if _REVISION.fullmatch(written) else None


def typed(form: QueryDict) -> dict[str, str]:
    """Everything that was typed or chosen, by field, to put back where it stood."""
    kept = re.compile(r"(ask|object)-text-[1-5]|as-[1-5]|text|clause|team")
    return {name: value for name, value in form.items() if isinstance(value, str) and kept.fullmatch(name)}


def seen(written: str) -> Seen:
    """A part as it was on the screen. Raises Unreadable."""
    team, _, rest = written.partition(" ")
    number, _, fingerprint = rest.partition(" ")
    if not team or number not in CLAUSES or not _FINGERPRINT.fullmatch(fingerprint):
        raise Unreadable
    return Seen(team, CLAUSES[number], fingerprint)


def _clause(number: str, *, may_be_all: bool) -> Clause | None:
    if may_be_all and number == "all":
        return None
    if number not in CLAUSES:
        raise Unreadable
    return CLAUSES[number]

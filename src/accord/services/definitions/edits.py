"""What people save: edits of things, new things, things dropped and brought back; and why one is not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.domain.wording import Refusal
from accord.formats.plan.judging import Wrong
from accord.services.plans.plan_rights import Refused


@dataclass(frozen=True, slots=True)
class Edit:
    """New values of fields of one thing, as in a plan file; only those that are meant.

    `seen` is the version that was on the form (None: not compared); `wording_only` names the fields that bear the
    author's mark.
    """

    kind: str
    id: str
    fields: Mapping[str, Any]
    seen: int | None = None
    wording_only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Create:
    """A new thing, with the ids of what it stands under among its fields; without an id it is given one."""

    kind: str
    id: str | None
    fields: Mapping[str, Any]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """A thing goes, with everything below it; for a while it can be brought back."""

    kind: str
    id: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """A thing that was dropped comes back, with everything that went with it."""

    kind: str
    id: str


Saying = Edit | Create | Drop | Restore


@dataclass(frozen=True, slots=True)
class Versions:
    """A field as it was on the form, as somebody else has written it since, and as it was to be; seen None: unknown."""

    seen: Any
    theirs: Any
    yours: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """A thing that somebody else has written since it was on the form."""

    kind: str
    id: str
    version: int
    fields: Mapping[str, Versions] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrongValue:
    """Something that cannot be as it is said: of which edit (by its place), and what."""

    at: int
    kind: str
    id: str
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class NotWording:
    """A change that was marked as wording only, and is more than that."""

    kind: str
    id: str
    field: str
    refusal: Refusal


class NotSaved(Exception):
    """Nothing was saved, and why."""


class NotThere(NotSaved):
    """There is no such thing, or it is another team's draft; which of the two is not told."""

    def __init__(self, things: Sequence[tuple[str, str]]) -> None:
        super().__init__(*things)
        self.things = things


class Conflict(NotSaved):
    """Somebody else has written since."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__("conflict")
        self.clashes = clashes


class ChangeRefused(NotSaved):
    """Changes that are not the person's to make."""

    def __init__(self, changes: Sequence[Refused]) -> None:
        super().__init__("no-right")
        self.changes = changes


class Invalid(NotSaved):
    """Values that cannot be, all of them."""

    def __init__(self, values: Sequence[WrongValue]) -> None:
        super().__init__("invalid")
        self.values = values


class NotWordingOnly(NotSaved):
    """Changes that were marked as wording only and are more than that, all of them."""

    def __init__(self, marks: Sequence[NotWording]) -> None:
        super().__init__("not-wording-only")
        self.marks = marks


class CycleClosed(NotSaved):
    """The cycle is closed: its plan and its agreements stay as they are."""

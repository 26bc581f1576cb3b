"""Which changes of a plan its author calls wording only, as `SUBJECT.FIELD`, and which of these cannot be that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accord.domain.descriptions import Described, is_substantive
from accord.domain.plan_changes import PlanChanges
from accord.domain.wording import WORDED_FIELDS, Refusal
from accord.formats.plan import grammar as g
from accord.formats.plan.judging import SHAPES, fields_of
from accord.services.definitions import marks_of_wording
from accord.services.plans.plan_ids import Ids

Mark = tuple[str, str, str]  # kind, id, field
NAMED_ONLY = frozenset({"organization", "person", "team"})  # of these only the name is a text in words


@dataclass(frozen=True, slots=True)
class NotMarked:
    """A mark that is not taken: as it was given, a code, what the code is about, and what differs in the text."""

    given: str
    code: str
    about: tuple[str, ...] = ()
    refusal: Refusal | None = None


def marked(
    given: Sequence[str], planned: Iterable[Described], changes: PlanChanges, ids: Ids
) -> tuple[set[Mark], list[NotMarked]]:
    """The changes that are marked as wording only, and the marks that cannot be taken, each with its reason."""
    by_id: dict[str, list[Described]] = {}
    for thing in planned:
        by_id.setdefault(thing.id, []).append(thing)
    marks: dict[Mark, str] = {}
    wrong: list[NotMarked] = []
    for word in given:
        found = _meant(word, by_id, changes)
        if isinstance(found, NotMarked):
            wrong.append(found)
        else:
            marks[found] = word
    for each in marks_of_wording.refused(changes.change, ids, marks):
        at = (each.kind, each.id, each.field)
        wrong.append(NotMarked(marks[at], "more-than-wording", refusal=each.refusal))
    return set(marks), wrong


def _meant(word: str, by_id: Mapping[str, list[Described]], changes: PlanChanges) -> Mark | NotMarked:
    subject, _, field = word.rpartition(".")
    kind, _, key = subject.rpartition(":")
    things = [thing for thing in by_id.get(key, ()) if kind in {"", thing.kind}]
    if not subject or not field:
        return NotMarked(word, "malformed")
    if not things:
        return NotMarked(word, "unknown", (subject,))
    if len(things) > 1:
        return NotMarked(word, "ambiguous", tuple(thing.kind for thing in things))
    mark = (things[0].kind, things[0].id, field)
    code = _why_not(mark, changes)
    return NotMarked(word, code, (field,)) if code else mark


def _why_not(mark: Mark, changes: PlanChanges) -> str:
    kind, key, field = mark
    if not _is_text(kind, field):
        return "no-text"
    if any((thing.kind, thing.id) == (kind, key) for thing in changes.create):
        return "new"
    change = next((each for each in changes.change if (each.kind, each.id, each.field) == mark), None)
    if change is None:
        return "unchanged"
    if not change.before:
        return "new"
    return "always-substantive" if is_substantive(kind, field) and (kind, field) not in WORDED_FIELDS else ""


def _is_text(kind: str, field: str) -> bool:
    if kind in NAMED_ONLY:
        return field == "name"
    return kind in SHAPES and any(each.key == field and isinstance(each.kind, g.Text) for each in fields_of(kind))

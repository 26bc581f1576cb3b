"""What somebody pressed and typed on the page of a realignment, read into values. Nothing in it is trusted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from accord.services.agreements.answers import Seen
from accord.web import answer_form
from accord.web.answer_form import Unreadable

Place = tuple[str, str]  # a key result: the ids of its cycle and its own


@dataclass(frozen=True, slots=True)
class RealignmentForm:
    """An answer as it was pressed: the parts it is about, by key result; `field` is the name of its text's field."""

    kind: str
    parts: Mapping[Place, Sequence[Seen]]
    text: str
    field: str
    last_revision: int | None


def read(form: QueryDict) -> RealignmentForm:
    """Raises Unreadable and TooLong."""
    kind = next((each for each in answer_form.KINDS if each in form), None)
    if kind is None:
        raise Unreadable
    of = form.get(kind, "")
    field = f"text-{of}"
    parts = _all(form.getlist("seen")) if kind == "agree" else _one(of, form.get(f"part-{of}", ""))
    if kind == "agree" and of != "all":
        place = _place(of)
        parts = {place: parts.get(place, [])}
    return RealignmentForm(
        kind=kind,
        parts=parts,
        text="" if kind == "agree" else answer_form.text(form, field),
        field=field,
        last_revision=answer_form.revision(form),
    )


def typed(form: QueryDict) -> dict[str, str]:
    """Everything that was typed or chosen, by field, to put back where it stood."""
    kept = ("text-", "part-", "reason-")
    return {name: value for name, value in form.items() if isinstance(value, str) and name.startswith(kept)}


def _all(seen: Sequence[str]) -> dict[Place, list[Seen]]:
    found: dict[Place, list[Seen]] = defaultdict(list)
    for each in seen:
        place, _, part = each.partition(" ")
        found[_place(place)].append(answer_form.seen(part))
    return found


def _one(of: str, part: str) -> dict[Place, list[Seen]]:
    return {_place(of): [answer_form.seen(part)]}


def _place(written: str) -> Place:
    cycle, _, key = written.partition("/")
    if not cycle or not key:
        raise Unreadable
    return cycle, key

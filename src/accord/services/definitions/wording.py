"""Where new texts belong among the texts a field has had: the wording classes, as the revisions remember them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accord.domain.wording import WORDED_FIELDS, Placed, WordingClass, duties_before, marked, place
from accord.models import Duty, Revision
from accord.queries.prepared import Prepared

Field = tuple[str, int, str]  # kind, row id, field
WORDED_NAMES = {kind: {name for of, name in WORDED_FIELDS if of == kind} for kind, _ in WORDED_FIELDS}


def placed(texts: Mapping[Field, tuple[str | None, str | None, str | None]]) -> dict[Field, Placed]:
    """Where each new text belongs; a field comes with its text before, that class's first text, and the new one."""
    classes = classes_of({(kind, item) for kind, item, _ in texts})
    return {
        at: place(after, before, _with_today(classes.get(at, ()), before, first), first)
        for at, (before, first, after) in texts.items()
    }


def classes_of(items: Collection[tuple[str, int]]) -> dict[Field, tuple[WordingClass, ...]]:
    """The wording classes of every worded field of these things that was ever told of, the earliest first."""
    return {at: past.classes for at, past in _pasts(items).items()}


def coming_back(things: Mapping[tuple[str, int], Mapping[str, Any]]) -> dict[tuple[str, int], dict[str, str]]:
    """What the `wording` columns of things hold that come back (fields by kind and row id): their texts follow those
    they had. Only things that have been there before are in the answer.
    """
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for (kind, item, name), past in _pasts(things.keys()).items():
        text = things[kind, item].get(name)
        first = past.next(text).class_first
        found[kind, item] |= {name: first} if first is not None and first != text else {}
    return found


@dataclass(slots=True)
class _Past:
    """What the revisions remember of a field: its classes, and the text it held last, with the first of its class."""

    classes: tuple[WordingClass, ...] = ()
    text: str | None = None
    first: str | None = None

    def next(self, text: str | None) -> Placed:
        return place(text, self.text, self.classes, self.first)

    def take(self, text: str | None, first: str | None) -> None:
        self.text, self.first = text, first
        if text is not None:
            self.classes = marked(self.classes, first or text, text)


def _pasts(items: Collection[tuple[str, int]]) -> dict[Field, _Past]:
    found: dict[Field, _Past] = defaultdict(_Past)
    for revision in _revisions(items):
        kind, item, name, after = revision["kind"], revision["item"], revision["field"], revision["after"]
        if name is None:
            for worded in WORDED_NAMES.get(kind, ()) if after is not None else ():
                past = found[kind, item, worded]
                past.take(after.get(worded), past.next(after.get(worded)).class_first)
        elif name in WORDED_NAMES.get(kind, ()):
            past = found[kind, item, name]
            if revision["before"] and not past.classes:
                past.take(revision["before"], None)
            past.take(after, revision["first"] or after)
    return found


def placed_duties(written: Mapping[int, list[dict[str, str]]]) -> dict[int, tuple[list[dict[str, str]], bool]]:
    """New duties by key result (row id), each with its class's first text, and whether only wording changed."""
    before = _duties_today(list(written))
    classes = _duty_classes(list(written))
    found = {}
    for item, duties in written.items():
        today = before.get(item, [])
        was = duties_before([(d["team"], d["does"]) for d in today], [(d["team"], d["does"]) for d in duties])
        firsts = {(d["team"], d["does"]): d["first"] for d in today}
        placed_ = [_placed_duty(d, text, firsts, classes[item, d["team"]]) for d, text in zip(duties, was, strict=True)]
        found[item] = (placed_, _said(placed_) == _said(today))
    return found


def _placed_duty(
    duty: dict[str, str], before: str | None, firsts: Mapping[tuple[str, str], str], classes: tuple[WordingClass, ...]
) -> dict[str, str]:
    first = firsts.get((duty["team"], before)) if before else None
    joined = place(duty["does"], before, _with_today(classes, before, first), first).class_first or duty["does"]
    return duty | ({"first": joined} if joined != duty["does"] else {})


def _said(duties: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    return sorted((duty["team"], duty.get("first", duty["does"])) for duty in duties)


def _duties_today(key_results: Collection[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    rows = Duty.objects.filter(key_result_id__amongst=key_results).order_by("key_result_id", "position", "id")
    for item, team, does, first in rows.values_list("key_result_id", "team__key", "does", "first"):
        found[item].append({"team": team, "does": does, "first": first})
    return found


def _duty_classes(key_results: Collection[int]) -> dict[tuple[int, str], tuple[WordingClass, ...]]:
    """The wording classes of each team's duties, by key result and team, as the revisions remember them."""
    found: dict[tuple[int, str], tuple[WordingClass, ...]] = defaultdict(tuple)
    for revision in _revisions({("key_result", item) for item in key_results}):
        if revision["field"] in {"duties", None}:
            before, after = (_duties_of(revision, side) for side in ("before", "after"))
            for duty in [*_unknown(before, revision["item"], found), *after]:
                at = (revision["item"], duty["team"])
                found[at] = marked(found[at], duty.get("first", duty["does"]), duty["does"])
    return found


def _duties_of(revision: Mapping[str, Any], side: str) -> list[dict[str, str]]:
    """The duties that a revision tells of: of the list itself, or of the key result as it came or went."""
    value: Any = revision[side]
    duties = value if revision["field"] or value is None else value.get("duties")
    return list(duties or ())


def _unknown(duties: Any, item: int, found: Mapping[tuple[int, str], tuple[WordingClass, ...]]) -> list[dict[str, str]]:
    """The duties that no earlier revision has told of: those the key result began with."""
    return [
        duty
        for duty in duties or ()
        if not any(duty["does"] in known.texts for known in found.get((item, duty["team"]), ()))
    ]


def _with_today(classes: tuple[WordingClass, ...], before: str | None, first: str | None) -> tuple[WordingClass, ...]:
    return marked(classes, first or before, before) if before else classes


def _revisions(items: Collection[tuple[str, int]]) -> Iterable[Mapping[str, Any]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, item in items:
        by_kind[kind].append(item)
    for kind, ids in by_kind.items():
        yield from _REVISIONS.rows(kind=kind, items=ids)


_REVISIONS = Prepared(
    lambda kind, items: (
        Revision.objects.filter(kind=kind, item__amongst=items)
        .order_by("id")
        .values_list("kind", "item", "field", "before", "after", "first")
    ),
    kind=str,
    items=list,
)

"""Where new texts belong among the texts a field has had: the wording classes, as the revisions remember them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from accord.domain.wording import WORDED_FIELDS, Placed, WordingClass, duties_before, marked, place
from accord.models import Duty, Revision

Field = tuple[str, int, str]  # kind, row id, field


def placed(texts: Mapping[Field, tuple[str | None, str | None, str | None]]) -> dict[Field, Placed]:
    """Where each new text belongs; a field comes with its text before, that class's first text, and the new one."""
    classes = classes_of({(kind, item) for kind, item, _ in texts})
    return {
        at: place(after, before, _with_today(classes.get(at, ()), before, first), first)
        for at, (before, first, after) in texts.items()
    }


def classes_of(items: Collection[tuple[str, int]]) -> dict[Field, tuple[WordingClass, ...]]:
    """The wording classes of every worded field of these things that has ever changed, the earliest first."""
    found: dict[Field, tuple[WordingClass, ...]] = defaultdict(tuple)
    for revision in _revisions(items):
        at = (revision["kind"], revision["item"], revision["field"])
        if (at[0], at[2]) not in WORDED_FIELDS:
            continue
        if revision["before"] and not found[at]:
            found[at] = (WordingClass(revision["before"], (revision["before"],)),)
        if revision["after"]:
            found[at] = marked(found[at], revision["first"] or revision["after"], revision["after"])
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
        if revision["field"] == "duties":
            for duty in [*_unknown(revision["before"], revision["item"], found), *(revision["after"] or ())]:
                at = (revision["item"], duty["team"])
                found[at] = marked(found[at], duty.get("first", duty["does"]), duty["does"])
    return found


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
        found = Revision.objects.filter(kind=kind, item__amongst=ids, field__isnull=False).order_by("id")
        yield from found.values("kind", "item", "field", "before", "after", "first")

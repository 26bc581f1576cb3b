"""What differs between the content somebody agreed to and today's, in the words of the plan file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from accord.domain.canonical import Content, Value
from accord.domain.content import DEFAULT_AMBITION, DEFAULT_BETTER

Said: TypeAlias = None | str | int | Decimal | list["Said"] | dict[str, "Said"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one thing, before and after; `field` None where the thing itself appears or disappears.

    Numbers are decimals, dates ISO 8601 texts, all else as in the plan file. A contribution's id
    is `OBJECTIVE>KEY-RESULT`.
    """

    kind: str
    id: str
    field: str | None
    before: Said
    after: Said


def differences(seen: Content, today: Content, objective: str) -> list[Difference]:
    """What differs between two contents of one clause or part, none if and only if they are equal.

    `objective` is the id of the key result's objective. What differs in the thing that provides a
    need, while it is the same thing, is told of that thing. The order follows the content.
    """
    if (seen["clause"], seen["key_result"]) != (today["clause"], today["key_result"]):
        raise ValueError("only contents of one clause of one key result can be compared")
    told: list[Difference] = []
    for difference in _all(seen, today, objective):
        # What provides two needs differs once.
        if difference not in told:
            told.append(difference)
    return told


_FIELDS = {
    "objective": ("title", "ambition", "team"),
    "key_result": (
        *("title", "metric", "milestone", "baseline", "target", "hold", "path", "due"),
        *("completion_criteria", "guardrails", "decomposition", "duties"),
    ),
    "action": ("title", "team", "due", "effort_days", "expected"),
    "need": ("from", "what", "for", "completion_criteria", "by", "promised", "provided_by"),
    "contribution": ("share",),
    "metric": ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better"),
    "milestone": ("name", "definition", "date"),
}
_KINDS = {
    "actions": "action",
    "needs": "need",
    "contributions": "contribution",
    "metrics": "metric",
    "milestones": "milestone",
}
_NUMBERS = {"baseline", "target", "at_least", "at_most", "value", "effort_days", "expected", "share"}
_DEFAULTS: dict[str, Said] = {"ambition": DEFAULT_AMBITION, "better": DEFAULT_BETTER}


def _all(seen: Content, today: Content, objective: str) -> Iterator[Difference]:
    key_result = str(today["key_result"])
    yield from _fields("objective", objective, _of_objective(seen), _of_objective(today))
    yield from _fields("key_result", key_result, seen, today)
    for group, kind in _KINDS.items():
        was, now = _items(seen, group), _items(today, group)
        for item in sorted(was.keys() | now.keys()):
            name = f"{item}>{key_result}" if kind == "contribution" else item
            yield from _item(kind, name, was.get(item), now.get(item))


def _of_objective(content: Content) -> Content:
    """The objective's facts in a clause: its team stands in the responsibilities, the others in the criteria."""
    stated = content.get("objective")
    found: Content = dict(stated) if isinstance(stated, dict) else {}
    if "team" in content:
        found["team"] = content["team"]
    return found


def _items(content: Content, group: str) -> dict[str, Content]:
    listed = content.get(group, [])
    contents = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return {str(item.get("id") or item["objective"]): item for item in contents}


def _item(kind: str, name: str, was: Content | None, now: Content | None) -> Iterator[Difference]:
    if was is None or now is None:
        yield Difference(kind, name, None, _said(was), _said(now))
        return
    yield from _fields(kind, name, was, now)
    if kind == "contribution":
        yield from _fields("objective", str(now["objective"]), was, now)
    if kind == "need" and was.get("provided_by") == now.get("provided_by"):
        yield from _of_provider(str(now.get("provided_by")), was.get("as_promised"), now.get("as_promised"))


def _of_provider(name: str, was: Value | None, now: Value | None) -> Iterator[Difference]:
    if was == now:
        return
    before, after = provider_kind(was), provider_kind(now)
    if before == after and isinstance(was, dict) and isinstance(now, dict):
        yield from _fields(before, name, was, now)
        return
    # The id has come back as another kind of thing.
    yield Difference(before, name, None, _thing(name, was), None)
    yield Difference(after, name, None, None, _thing(name, now))


def provider_kind(promised: Value | None) -> str:
    """What kind of thing provides a need, by what is promised of it: action, key_result or milestone.

    A key result is always measured somehow, an action never; a milestone holds no promise of its own.
    """
    if not isinstance(promised, dict):
        return "milestone"
    return "key_result" if promised.keys() & {"metric", "milestone", "target", "hold"} else "action"


def _thing(name: str, promised: Value | None) -> Said:
    return _said({"id": name, **(promised if isinstance(promised, dict) else {})})


def _fields(kind: str, name: str, was: Content, now: Content) -> Iterator[Difference]:
    for field in _FIELDS[kind]:
        if was.get(field) != now.get(field):
            yield Difference(kind, name, field, _said(was.get(field), field), _said(now.get(field), field))


def _said(value: Value | None, field: str = "") -> Said:
    if value is None:
        return _DEFAULTS.get(field)
    if isinstance(value, dict):
        return {key: _said(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return Decimal(value) if field in _NUMBERS else value

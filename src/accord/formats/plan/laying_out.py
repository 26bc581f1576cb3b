"""A plan as the mappings and lists of a file, in the order of the format's own description."""

from dataclasses import MISSING
from typing import Any

from accord.domain.plan import Plan
from accord.formats.plan import grammar as g
from accord.formats.plan.sections import PLAN_FILE

# Small things that are read best on one line each.
SMALL = frozenset(
    {
        "organization", "strategic_goal", "person", "member", "influence", "contribution", "hold", "path_point", "duty",
        "check_in", "metric_value", "accepted",
    }
)  # fmt: skip


class Small(dict[str, Any]):
    """A mapping that goes on one line where there is room."""


def laid_out(plan: Plan) -> dict[str, Any]:
    """Everything the plan says, by the keys of a file; what has its default is left out. Texts, exact numbers, days."""
    return _mapping(PLAN_FILE, plan)


def item_laid_out(shape: g.Shape, item: Any) -> dict[str, Any]:
    """One item of a plan, as it stands in a file."""
    return _mapping(shape, item)


def _mapping(shape: g.Shape, thing: Any) -> dict[str, Any]:
    stated = getattr(thing, "stated", ())
    found: dict[str, Any] = Small() if shape.name in SMALL else {}
    for field in shape.fields:
        name = field.attribute or field.key
        if isinstance(field.kind, g.Constant):
            found[field.key] = field.kind.value
            continue
        value = getattr(thing, name)
        if value != _default(thing, name):
            found[field.key] = _value(field.kind, value)
        elif name in stated and isinstance(field.kind, g.Day) and field.kind.may_be_empty:
            found[field.key] = ""
    return found


def _value(kind: g.Kind, value: Any) -> Any:
    match kind:
        case g.Shape():
            return _mapping(kind, value)
        case g.ListOf(of):
            return [_value(of, each) for each in value]
        case g.MapOf():
            return dict(value)
        case _:
            return value


def _default(thing: Any, name: str) -> Any:
    field = thing.__dataclass_fields__[name]
    return field.default if field.default_factory is MISSING else field.default_factory()

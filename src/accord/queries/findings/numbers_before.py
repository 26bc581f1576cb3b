"""What the numbers of key results do to their metrics: all that conflicts between goals look at of them."""

from collections.abc import Mapping
from typing import Any

from accord.domain.checks.movements import moves_alike
from accord.domain.plan import Hold, KeyResult
from accord.models import KeyResult as Row
from accord.queries.prepared import Prepared

NUMBERS = frozenset({"baseline", "target", "hold"})
_TODAY = Prepared(
    lambda ids: Row.objects.filter(id__amongst=ids).order_by().values_list(
        "id", "baseline", "target", "at_least", "at_most"
    ),
    ids=list,
)  # fmt: skip


def moving_as_before(before: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Of key results (row ids) with what some of their numbers were before a change, those that still move their metric
    the way they did, and bear what they bore; one statement, where there are any.
    """
    today = {row: _numbers(*rest) for row, *rest in (_TODAY(ids=before.keys()) if before else ())}
    return {row for row, now in today.items() if moves_alike(_moving(now), _moving({**now, **before[row]}))}


def _numbers(baseline: Any, target: Any, at_least: Any, at_most: Any) -> dict[str, Any]:
    is_held = at_least is not None or at_most is not None
    hold = {"at_least": at_least, "at_most": at_most} if is_held else None
    return {"baseline": baseline, "target": target, "hold": hold}


def _moving(numbers: Mapping[str, Any]) -> KeyResult:
    hold = Hold(**numbers["hold"]) if numbers["hold"] else None
    return KeyResult("", "", metric="", baseline=numbers["baseline"], target=numbers["target"], hold=hold)

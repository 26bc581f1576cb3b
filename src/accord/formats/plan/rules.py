"""Rules between the keys of one item. One mistake is told once: what is blamed is not blamed again."""

from collections.abc import Callable, Sequence
from typing import Any

from accord.formats.plan.documents import Path
from accord.formats.plan.findings import At, Found, Problem
from accord.formats.plan.grammar import AtLeastOne, Excludes, InOrder, Needs, Rule

# Shapes whose items are looked at beside others once everything is read (see together.py).
LOOKED_AT_TOGETHER = frozenset({"person", "team", "key_result", "check_in", "metric_value"})

# From the mapping, the keys it states and its values: what is wrong, the key it is told at ("" for
# the mapping itself), the keys that share the blame.
Verdict = tuple[str, str, tuple[str, ...]]
Check = Callable[[Sequence[str], dict[str, Any]], Verdict | None]


def check_of(rule: Rule) -> Check:
    """The function that judges a mapping by a rule."""
    match rule:
        case Excludes():
            return lambda stated, values: _exclusion(rule, stated)
        case Needs():
            return lambda stated, values: _lack(rule, stated)
        case AtLeastOne():
            return lambda stated, values: _nothing(rule, stated)
        case InOrder():
            return lambda stated, values: _disorder(rule, stated, values)


def tell_broken(
    checks: list[Check], raw: dict[str, Any], values: dict[str, Any], path: Path, found: Found, meant: Sequence[str]
) -> None:
    """Tell which rules a mapping breaks; `meant` are the keys that mistyped ones stand for."""
    stated = [*(key for key, value in raw.items() if value is not None), *meant]
    blamed: set[str] = set(meant)
    for check in checks:
        verdict = check(stated, values)
        if verdict is None:
            continue
        message, key, involved = verdict
        if blamed.isdisjoint(involved):
            found.tell(Problem((path, key) if key else path, At.VALUE, message))
            blamed.update(involved)


def _exclusion(rule: Excludes, stated: Sequence[str]) -> Verdict | None:
    if rule.key not in stated:
        return None
    clashing = [key for key in stated if key in rule.others]
    if not clashing:
        return None
    later = max(rule.key, clashing[0], key=stated.index)
    return f"{rule.key} and {clashing[0]} exclude each other: {rule.why}", later, (rule.key, *clashing)


def _lack(rule: Needs, stated: Sequence[str]) -> Verdict | None:
    if rule.key not in stated:
        return None
    lacking = [key for key in rule.others if key not in stated]
    return (f"{rule.key} needs {' and '.join(lacking)} too", rule.key, (rule.key,)) if lacking else None


def _nothing(rule: AtLeastOne, stated: Sequence[str]) -> Verdict | None:
    if any(key in stated for key in rule.keys):
        return None
    return f"needs {' or '.join(rule.keys)}", "", ()


def _disorder(rule: InOrder, stated: Sequence[str], values: dict[str, Any]) -> Verdict | None:
    first, second = values.get(rule.first), values.get(rule.second)
    if first is None or second is None or first <= second:
        return None
    later = max(rule.first, rule.second, key=stated.index)
    return rule.why, later, (rule.first, rule.second)

"""What has changed since somebody saw a part: the exact difference, with who made it, when and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accord.domain.differences import Difference, differences
from accord.models import KeyResult
from accord.queries.agreements.agreement_document import contents
from accord.queries.agreements.history import Entry, history

# A metric comes into the definitions, or leaves them, with the field that names it.
NAMING = {"metric", "milestone", "guardrails", "terms", "provided_by"}


@dataclass(frozen=True, slots=True)
class Told:
    """One difference and the latest revision that explains it; None where nothing that is kept does."""

    difference: Difference
    entry: Entry | None

    def as_json(self) -> dict[str, Any]:
        """As an entry of a history."""
        because = self.entry
        return {
            "at": because.at.isoformat() if because else None,
            "by": because.by if because else None,
            "subject": {"kind": self.difference.kind, "id": self.difference.id},
            "field": self.difference.field,
            "before": _plain(self.difference.before),
            "after": _plain(self.difference.after),
            "substantive": because.substantive if because else True,
            "reason": because.reason if because else None,
        }


def differences_since(key_result: KeyResult, pairs: Iterable[tuple[str, str]]) -> list[list[Told] | None]:
    """For each pair of fingerprints, what was seen and today's, what differs between the two contents.

    None where a fingerprint belongs to no content of this agreement, or to another clause.
    """
    pairs = list(pairs)
    bodies = contents(key_result, {each for pair in pairs for each in pair})
    entries = history(key_result)
    told: list[list[Told] | None] = []
    for seen, today in pairs:
        before, after = bodies.get(seen), bodies.get(today)
        if before is None or after is None or before["clause"] != after["clause"]:
            told.append(None)
            continue
        found = differences(before, after, key_result.objective.key)
        told.append([Told(each, _because(each, entries)) for each in found])
    return told


def _because(difference: Difference, entries: Sequence[Entry]) -> Entry | None:
    substantive = [entry for entry in reversed(entries) if entry.substantive]
    return next((entry for entry in substantive if _explains(entry, difference)), None)


def _explains(entry: Entry, difference: Difference) -> bool:
    if difference.field is None and difference.kind in {"metric", "milestone"}:
        return entry.field in NAMING
    if difference.field == "due" and entry.kind == "cycle":
        return True
    if (entry.kind, entry.key) != (difference.kind, difference.id):
        return False
    return difference.field is None or entry.field == difference.field


def _plain(value: Any) -> Any:
    """Decimals as numbers where a float holds them exactly enough, else as text; all else as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value

"""The story that is told with a demo plan: dated events, each one act of one person. demo/story.yaml says how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

TEXTS = ("title", "doing", "way", "correct")


@dataclass(frozen=True, slots=True)
class NewValue:
    """A field's new value, as in a plan file; `wording_only` is the author's mark."""

    kind: str
    id: str
    field: str
    to: Any
    wording_only: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did. `clauses` are numbers; none with an agreement means all that is shown."""

    at: datetime
    by: str
    do: str
    key_result: str = ""
    teams: tuple[str, ...] = ()
    clauses: tuple[int, ...] = ()
    text: str = ""
    values: tuple[NewValue, ...] = ()
    needs: tuple[str, ...] = ()
    yes_withheld: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)  # of a review: title, doing, way, correct
    minutes: int = 0  # that a review took
    of: str = ""  # the team whose update is acknowledged


@dataclass(frozen=True, slots=True)
class Story:
    """Events in the order in which they happened, after a plan was applied."""

    applied_by: str
    opens: datetime
    events: tuple[Event, ...]


def read_story(path: Path) -> Story:
    """Read a story of ours; it is part of Accord, so that a mistake in it is a mistake of ours."""
    raw = yaml.safe_load(path.read_bytes())
    return Story(raw["applied_by"], raw["opens"], tuple(_event(each) for each in raw["events"]))


def _event(raw: Mapping[str, Any]) -> Event:
    clauses = raw.get("clauses", "all")
    return Event(
        at=raw["at"],
        by=raw["by"],
        do=raw["do"],
        key_result=raw.get("key_result", ""),
        teams=tuple(raw.get("teams") or [raw[name] for name in ("team",) if name in raw]),
        clauses=(raw["clause"],) if "clause" in raw else () if clauses == "all" else tuple(clauses),
        text=raw.get("question") or raw.get("text") or raw.get("reason") or "",
        values=tuple(_values(raw.get("set", ()))),
        needs=tuple(raw.get("needs", ())),
        yes_withheld=raw.get("yes_withheld", False),
        texts={name: raw[name] for name in TEXTS if name in raw},
        minutes=raw.get("minutes", 0),
        of=raw.get("of", ""),
    )


def _values(raw: Sequence[Mapping[str, Any]]) -> list[NewValue]:
    return [
        NewValue(each["kind"], each["id"], each["field"], _exact(each["to"]), each.get("wording_only", False))
        for each in raw
    ]


def _exact(value: Any) -> Any:
    """Numbers exactly; texts and dates as they are written."""
    return Decimal(str(value)) if isinstance(value, int | float) else value

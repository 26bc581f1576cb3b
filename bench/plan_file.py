"""Items of a plan as they stand in a JSON plan file."""

from typing import Any

import orjson

from accord.formats.plan.laying_out import item_laid_out
from accord.formats.plan.people_sections import CYCLE, PERSON, TEAM
from accord.formats.plan.writing import as_json

SHAPES: dict[Any, Any] = {shape.build: shape for shape in (CYCLE, PERSON, TEAM)}


def as_plain(item: Any) -> dict[str, Any]:
    """A cycle, a person or a team, in plain values."""
    found: dict[str, Any] = orjson.loads(as_json(item_laid_out(SHAPES[type(item)], item)))
    return found

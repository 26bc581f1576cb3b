"""A plan written down as a JSON plan file."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from accord.domain.plan import Plan

NAMES = {"provider": "from", "for_action": "for"}  # keys that are words of Python too
NOT_WRITTEN = {"stated"}


def as_json(plan: Plan) -> bytes:
    """The plan as a file that the reader takes. Left out is what has no value; numbers must fit a float exactly."""
    return orjson.dumps({"accord": 1} | _mapping(plan), option=orjson.OPT_INDENT_2) + b"\n"


def as_plain(thing: Any) -> dict[str, Any]:
    """One item of a plan as it stands in a file."""
    return _mapping(thing)


def _mapping(thing: Any) -> dict[str, Any]:
    values = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in NOT_WRITTEN}
    return {NAMES.get(name, name): _plain(value) for name, value in values.items() if _is_there(value)}


def _is_there(value: Any) -> bool:
    return value is not None and value != () and value != {}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _mapping(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value

"""The JSON Schema (draft 2020-12) of a plan file, for editors; made from the description in sections.py."""

from collections.abc import Callable, Iterator
from typing import Any

from accord.formats.plan import grammar
from accord.formats.plan.scalars import ID_PATTERN
from accord.formats.plan.sections import PLAN_FILE

Schema = dict[str, Any]

# What the reader holds beyond this schema, because no schema can say it.
BEYOND_THE_SCHEMA = (
    "organization and cycle stand in exactly one file of a plan, checks in at most one",
    "ids are unique over all files, references name something, e-mails are unique",
    "a list of members, contributions, influences or path points holds each person, key result, metric or date once",
    "a key result has one check-in, a metric one value, on one date; a milestone's check-in is 0 or 1",
    "start is not after due, nor a cycle's start after its end, nor at_least greater than at_most",
    "no team is above itself or succeeds itself, nobody reports to themself",
    "for names an action of the same key result",
    "a number has at most 12 digits after the point, as written",
    "texts hold no lone surrogates; no key stands twice in a mapping",
    "what YAML may not hold: tags, merge keys, aliases without end, deep nesting, a second document",
)

_CONTROL = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
_DAY = (
    "^(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"
)
_ABOVE_ALL_NUMBERS = 10**grammar.DIGITS_BEFORE_POINT


def json_schema() -> Schema:
    """Everything about one plan file that a schema can say."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Accord plan file",
        "description": "OKRs as code.",
        "$comment": "Not said here: " + "; ".join(BEYOND_THE_SCHEMA) + ".",
        **_shape(PLAN_FILE),
        "$defs": {
            "id": {"type": "string", "pattern": f"^{ID_PATTERN}(?!\\n)$"},
            "date": {"type": "string", "format": "date", "pattern": _DAY, "maxLength": 10},
            "text": {"type": "string", "maxLength": grammar.LONGEST_TEXT, "not": {"pattern": _CONTROL}},
            "filled_text": {"$ref": "#/$defs/text", "pattern": r"\S"},
            **{shape.name: _shape(shape) for shape in _shapes_in(PLAN_FILE) if shape is not PLAN_FILE},
        },
    }


def _shape(shape: grammar.Shape) -> Schema:
    said: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _field(field) for field in shape.fields},
        "required": [field.key for field in shape.fields if field.required],
        "allOf": [_rule(rule) for rule in shape.rules if not isinstance(rule, grammar.InOrder)],
    }
    return {key: value for key, value in said.items() if value != []}


def _field(field: grammar.Field) -> Schema:
    schema = _kind(field.kind)
    if not field.required:  # null counts as left out
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"description": field.says, **schema}


def _kind(kind: grammar.Kind) -> Schema:
    return _SCHEMAS[type(kind)](kind)


def _list(kind: grammar.ListOf) -> Schema:
    items = {"type": "array", "items": _kind(kind.of)}
    return {**items, "uniqueItems": True} if kind.once == "" else items


def _map(kind: grammar.MapOf) -> Schema:
    values = {"anyOf": [_kind(kind.values), {"type": "null"}]}
    return {"type": "object", "propertyNames": _kind(kind.keys), "additionalProperties": values}


def _day(kind: grammar.Day) -> Schema:
    return {"anyOf": [_defined("date"), {"const": ""}]} if kind.may_be_empty else _defined("date")


def _number(kind: grammar.Number) -> Schema:
    schema: Schema = {"type": "integer" if kind.whole else "number"}
    schema |= {"exclusiveMinimum": -_ABOVE_ALL_NUMBERS} if kind.least is None else {"minimum": kind.least}
    return schema | ({"exclusiveMaximum": _ABOVE_ALL_NUMBERS} if kind.most is None else {"maximum": kind.most})


_SCHEMAS: dict[type[grammar.Kind], Callable[[Any], Schema]] = {
    grammar.Text: lambda text: _defined("filled_text" if text.filled else "text"),
    grammar.Id: lambda _: _defined("id"),
    grammar.Reference: lambda _: _defined("id"),
    grammar.Day: _day,
    grammar.Number: _number,
    grammar.Word: lambda word: {"enum": list(word.options)},
    grammar.Constant: lambda constant: {"const": constant.value},
    grammar.ListOf: _list,
    grammar.MapOf: _map,
    grammar.Shape: lambda shape: _defined(shape.name),
}


def _rule(rule: grammar.Excludes | grammar.Needs | grammar.AtLeastOne) -> Schema:
    match rule:
        case grammar.Excludes():
            return {"not": {"allOf": [_stated(rule.key), {"anyOf": [_stated(key) for key in rule.others]}]}}
        case grammar.Needs():
            return {"if": _stated(rule.key), "then": {"allOf": [_stated(key) for key in rule.others]}}
        case grammar.AtLeastOne():
            return {"anyOf": [_stated(key) for key in rule.keys]}


def _stated(key: str) -> Schema:
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _defined(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _shapes_in(kind: grammar.Kind) -> Iterator[grammar.Shape]:
    """The shapes within a kind, in the order in which they are described."""
    if isinstance(kind, grammar.ListOf):
        kind = kind.of
    if isinstance(kind, grammar.Shape):
        yield kind
        for field in kind.fields:
            yield from _shapes_in(field.kind)

"""As much of SARIF 2.1.0 as Accord writes, by section 3 of the standard: what may be there and what must."""

from typing import Any

LEVEL = {"enum": ["none", "note", "warning", "error"]}
TEXT = {"type": "string", "minLength": 1}
COUNTED_FROM_1 = {"type": "integer", "minimum": 1}
COUNTED_FROM_0 = {"type": "integer", "minimum": 0}


def mapping(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def several(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


MESSAGE = mapping("text", text=TEXT)
PLACE = mapping(
    "artifactLocation",
    artifactLocation=mapping(uri={"type": "string", "format": "uri-reference", "pattern": "^[!-~]+$"}),
    region=mapping("startLine", startLine=COUNTED_FROM_1, startColumn=COUNTED_FROM_1),
)
LOCATION = mapping(
    physicalLocation=PLACE,
    logicalLocations=several(mapping(name=TEXT, fullyQualifiedName=TEXT, kind=TEXT), 1),
)
RULE = mapping(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=mapping(level=LEVEL),
)
RESULT = mapping(
    "message",
    ruleId=TEXT,
    ruleIndex=COUNTED_FROM_0,
    level=LEVEL,
    message=MESSAGE,
    locations=several(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
)
NOTIFICATION = mapping("message", level=LEVEL, message=MESSAGE, locations=several(LOCATION))
INVOCATION = mapping(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=several(NOTIFICATION),
)
RUN = mapping(
    "tool",
    tool=mapping("driver", driver=mapping("name", name=TEXT, version=TEXT, rules=several(RULE))),
    invocations=several(INVOCATION),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=several(RESULT),
    properties={"type": "object"},
)
LOG = mapping(
    "version",
    "runs",
    **{"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}},
    runs=several(RUN),
)

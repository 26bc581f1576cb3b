"""The JSON Schema says what the reader does, as far as a schema can."""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import combinations
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.cli.schema import schema as command
from accord.domain import plan
from accord.formats.plan import PlanErrors, read_documents
from accord.formats.plan.json_schema import json_schema
from tests.formats.generated import as_values, in_json, plans
from tests.formats.plans import FULL
from tests.formats.test_plan_text import as_json
from tests.tried import examples

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
GOOD: Any = json.loads(as_json(FULL))
GOOD["objectives"][0]["key_results"][2]["hold"] = {"at_least": -2, "at_most": 12}
KEYS = sorted({key for shape in json_schema()["$defs"].values() for key in shape.get("properties", ())} | {"colour"})
VALUES: list[Any] = [
    *(None, True, 5, -1, 0.5, 11, 10**18, 30.0),
    *("", " ", "x", "mill", "Bad Id", "a\n", "2026-02-30", "2026-11-02", "2024-02-29", "lead", "+", "AL101", "error"),
    *("\u0007", "a" * 20_001, "a" * 65),
    *([], ["x"], ["x", "x"], [None], [{}], {}, {"id": "x"}, {"at_least": 1}, {"AL101": "info"}, {"AL101": None}),
]

MEASURES = {
    "metric": "returns",
    "milestone": "new-oven",
    "baseline": 1,
    "target": 2,
    "hold": {"at_most": 3},
    "path": [],
}
ANSWERS = {
    "promised": "2026-10-18",
    "provided_by": "late-down",
    "delivered": "2026-10-18",
    "received": "2026-10-18",
    "declined": "No money.",
}


def _named(keys: frozenset[str]) -> str:
    return " and ".join(sorted(keys)) or "nothing"


def subsets(keys: Iterable[str]) -> list[frozenset[str]]:
    every = sorted(keys)
    return [frozenset(some) for size in range(len(every) + 1) for some in combinations(every, size)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(command)
    assert (result.exit_code, json.loads(result.output)) == (0, json_schema())


def test_every_key_is_described() -> None:
    for shape in (json_schema(), *json_schema()["$defs"].values()):
        for key, said in shape.get("properties", {}).items():
            assert said["description"].endswith((".", "?")), key


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_in_order_is_valid(written: plan.Plan) -> None:
    values = json.loads(in_json(as_values(written)))
    VALIDATOR.validate(values)


@settings(max_examples=examples(200), deadline=None)
@given(st.data())
def test_a_plan_is_valid_exactly_if_it_is_read(data: st.DataObject) -> None:
    values = deepcopy(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(values, data)
    assert VALIDATOR.is_valid(values) == is_read(values)


def spoil(values: Any, data: st.DataObject) -> None:
    """Drop a key, put in a key, or put another value in a place."""
    within = data.draw(st.sampled_from(list(collections(values))))
    if isinstance(within, list):
        within[data.draw(st.integers(0, len(within) - 1))] = deepcopy(data.draw(st.sampled_from(VALUES)))
        return
    key = data.draw(st.sampled_from(sorted(within)) | st.sampled_from(KEYS))
    if key in within and data.draw(st.booleans()):
        del within[key]
    else:
        within[key] = deepcopy(data.draw(st.sampled_from(VALUES)))


def collections(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from collections(inner)


def is_read(values: Any) -> bool:
    """Whether the reader finds no mistake within the file: beside one that does not parse it looks no further."""
    try:
        read_documents([("p.json", json.dumps(values).encode()), ("broken.yaml", b"[")])
    except PlanErrors as wrong:
        return [error.file for error in wrong.errors] == ["broken.yaml"]
    return True


@pytest.mark.parametrize("keys", subsets(MEASURES), ids=_named)
def test_a_key_result_is_measured_in_one_way(keys: frozenset[str]) -> None:
    stated = {key: key in keys for key in MEASURES}
    has_values = stated["baseline"] or stated["target"] or stated["path"]
    expected = not (
        (stated["metric"] and stated["milestone"])
        or (stated["milestone"] and has_values)
        or (stated["hold"] and (has_values or not stated["metric"]))
        or (stated["path"] and not (stated["metric"] and stated["baseline"] and stated["target"]))
    )
    values = deepcopy(GOOD)
    values["objectives"][0]["key_results"].append({"id": "new", "title": "N", **{key: MEASURES[key] for key in keys}})
    assert VALIDATOR.is_valid(values) == is_read(values) == expected


@pytest.mark.parametrize("keys", subsets(ANSWERS), ids=_named)
def test_a_need_is_promised_or_declined(keys: frozenset[str]) -> None:
    expected = keys == {"declined"} or ("declined" not in keys and ("received" not in keys or "delivered" in keys))
    need = {"id": "new", "from": "drivers", "what": "W", **{key: ANSWERS[key] for key in keys}}
    values = deepcopy(GOOD)
    values["objectives"][0]["key_results"][0]["needs"].append(need)
    assert VALIDATOR.is_valid(values) == is_read(values) == expected

"""What is read quickly means what reading it exactly says; and whatever is wrong is left to the exact reader."""

import json
import random

import pytest
import yaml
from hypothesis import given, settings

from accord.domain import plan
from accord.formats.plan.exact import exactly
from accord.formats.plan.whole import quickly
from tests.formats.generated import as_values, in_json, plans
from tests.formats.plans import FULL
from tests.formats.test_plan_mutations import EACH, lines_swapped, mutated
from tests.formats.test_plan_text import as_json

FILES = {"p.json": as_json(FULL), "p.yaml": FULL, "dumped.yaml": yaml.safe_dump(json.loads(as_json(FULL)), width=40)}
SMALL = """accord: 1
organization: {id: mill, name: The Mill}
cycle: {id: c, name: C, start: 2026-10-01, end: 2026-12-31}
metrics:
- id: late
  name: Late
"""


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [mutated, lines_swapped])
def test_what_is_read_quickly_is_what_reading_it_exactly_says(name: str, change: object) -> None:
    chance = random.Random(f"{name} {change}".split(" at ")[0])
    taken = 0
    for _ in range(EACH):
        data = change(FILES[name], chance)  # type: ignore[operator]
        quick = quickly([(name, data)])
        if quick is not None:
            taken += 1
            exact = exactly([(name, data)], [])
            assert (quick.plan, quick.places) == (exact.plan, exact.places), data
    assert taken > EACH / 40


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_that_is_read_quickly_reads_alike(written: plan.Plan) -> None:
    data = in_json(as_values(written)).encode()
    quick = quickly([("p.json", data)])
    if quick is not None:
        exact = exactly([("p.json", data)], [])
        assert (quick.plan, quick.places) == (exact.plan, exact.places)


@pytest.mark.parametrize("name", FILES)
def test_a_plan_that_is_right_is_read_quickly(name: str) -> None:
    assert quickly([(name, FILES[name].encode())])


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ('"baseline": 10', '"baseline": 10, "baseline": 10'),
        ('"baseline": 10', '"baseline" : 10,\n"baseline":10'),
        ('"baseline": 10', '"baseline"\t: 10, "baseline": 10'),
        ('"baseline": 10', '"baseline": 0.1234567890123'),
        ('"baseline": 10', '"baseline": 1.0e-12'),
        ('"baseline": 10', '"baseline": 0e-99'),
        ('"baseline": 10', '"baseline": 1234567890123456789'),
        ('"baseline": 10', '"baseline": 1e999'),
        ('"baseline": 10', '"baseline": true'),
        ('"baseline": 10', '"baseline": NaN'),
        ('"baseline": 10', '"baseline": null'),
        ('"baseline": 10', '"baseline": 10, "unknown": null'),
        ('"name": "Bakery"', '"name": null'),
        ('"name": "Bakery"', '"name": "\\u2003"'),
        ('"name": "Bakery"', '"name": "Bake\\ud800ry"'),
        ('"name": "Bakery"', '"name": "Bake\\u0085ry"'),
        ('"name": "Bakery"', '"name": "Bake\u0085ry"'),
        ('"name": "Bakery"', '"name": "\\u0000"'),
    ],
)
def test_what_is_wrong_is_never_read_quickly(right: str, other: str) -> None:
    text = FILES["p.json"]
    assert right in text
    assert quickly([("p.json", text.replace(right, other, 1).encode())]) is None


@pytest.mark.parametrize(
    "layout",
    [
        "formula: one\n    two\n    three",
        "formula: 'it''s one\n    two'",
        "formula: 'one\n\n    two'",
        'formula: "one\n    \\"two\\"\\u00e9 \\\n    three"',
        "formula: |\n    one\n      two\n\n  unit: x",
        "formula: >-\n    one\n    two\n  unit: x",
        "formula: one # two",
        "formula: one#two:three",
        "formula: 12 loaves",
        'formula: "12"   ',
        "formula: # nothing\n  unit: ~",
        "aliases:\n  - one\n    two\n  - 'three'",
        "aliases:\n    # some\n    - one",
        "aliases: [one, 'two, three',\n    four]",
        "aliases: []",
        "influences: [{metric: more, sign: '+', lag_days: 7}]\n- {id: more, name: More}",
        "influences:\n  -   metric: more\n      sign: '-'\n-\n  id: more\n  name: More",
    ],
)
def test_whatever_way_a_value_is_laid_out_it_is_read_alike(layout: str) -> None:
    data = f"---\n{SMALL}  {layout}\n# end\n".encode()
    exact = exactly([("p.yaml", data)], [])
    quick = quickly([("p.yaml", data)])
    assert quick is None or (quick.plan, quick.places) == (exact.plan, exact.places)
    assert quick or "\n-\n" in layout


@pytest.mark.parametrize(
    "layout",
    [
        "name: Later",
        "formula: one: two",
        "formula: one\n  two",
        "formula: 'one\n  two",
        "formula: !!str one",
        "formula: &a one\n  unit: *a",
        "formula:\tone",
        "formula: null\n    one: two",
        "formula: one\n    two: three",
        "formula: one:",
        "formula': one",
        "null: one",
        "'unit': one\n  unit: two",
        "aliases:\n  - one\n - two",
        "aliases: [one",
        "formula: one\n---\naccord: 1",
    ],
)
def test_yaml_that_is_wrong_or_odd_is_never_read_quickly(layout: str) -> None:
    assert quickly([("p.yaml", SMALL.encode())])
    assert quickly([("p.yaml", f"{SMALL}  {layout}\n".encode())]) is None

"""What is read quickly means what reading it exactly says; and whatever is wrong is left to the exact reader."""

import random

import pytest
from hypothesis import given, settings

from accord.domain import plan
from accord.formats.plan.whole import exactly, quickly
from tests.formats.generated import as_values, in_json, plans
from tests.formats.plans import FULL
from tests.formats.test_plan_mutations import EACH, lines_swapped, mutated
from tests.formats.test_plan_text import as_json

FILES = {"p.json": as_json(FULL)}


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

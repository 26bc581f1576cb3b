"""A plan that is written down reads back as it was, in both formats, whatever its texts hold."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accord.domain import plan
from accord.formats.plan import read_documents
from accord.formats.plan.writing import write_json, write_yaml
from tests.formats.generated import CHARACTERS, FILLED, plans
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.tried import examples
from tests.world import PLAN, the_plan

TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"
WRITERS = {"plan.yaml": write_yaml, "plan.json": write_json}
AWKWARD = (
    "yes", "No", "null", "~", "true", "1_000", "12:30:45", "2026-10-01", "007", "1e5", ".5", "-3", "0x1F", "=", "<<",
    " leading", "trailing ", "a: b", "ends:", "a #comment", "- item", "? key", "[flow]", "{flow}", "a, b", "'quoted'",
    '"quoted"', "back\\slash", "tab\tin it", "two\nlines", "two\n\nparagraphs\n", "\nbefore", "after\n\n", "a \nb",
    " a\nb", "a\n  b", "carriage\r\nreturn", "line\u2028separator", "para\u2029graph", "\ufeffmark",
    "a\ufffeb", "\ue000private",
    "no\xa0break", "👩‍🚀 emoji", "中文", "%", "@", "`", "!tag", "&anchor", "*alias", "|", ">", "---", "--- a",
    "...", "#", "word " * 60 + "end", "x" * 300, "two  spaces " + "word " * 40 + "end",
    "a\n---\nb", "a\n# b", "a\n\tb", "# a\nb",
)  # fmt: skip


def read(name: str, data: bytes) -> plan.Plan:
    return read_documents([(name, data)]).plan


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=examples(40), deadline=None)
@given(written=plans())
def test_a_plan_reads_back_as_it_was_written(name: str, written: plan.Plan) -> None:
    assert read(name, WRITERS[name](written)) == written


def everywhere(text: str) -> plan.Plan:
    """A plan with a text in every kind of place: after a key, in brackets, in a list, under a dash."""
    whole = the_plan()
    key_result = replace(
        whole.objectives[0].key_results[0],
        completion_criteria=text,
        duties=(plan.Duty("support", text), plan.Duty("support", f"{text}.")),
    )
    return replace(
        whole,
        organization=plan.Organization("north", text),
        metrics=(replace(whole.metrics[0], aliases=(text, "other"), definition=text),),
        objectives=(replace(whole.objectives[0], why=text, key_results=(key_result,)), whole.objectives[1]),
        check_ins=(plan.CheckIn("five-days", whole.cycle.start, Decimal(5), note=text),),
    )


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_stay_what_they_are(name: str, text: str) -> None:
    written = everywhere(text)
    assert read(name, WRITERS[name](written)) == written


@settings(max_examples=examples(75), deadline=None)
@given(
    st.lists(st.text(CHARACTERS, max_size=40) | st.sampled_from(AWKWARD), max_size=4).map("\n".join).filter(str.strip)
)
@example("a\n" * 3)
def test_whatever_people_write_stays_what_it_is(text: str) -> None:
    written = everywhere(text)
    assert read("plan.yaml", write_yaml(written)) == written


@settings(max_examples=examples(50), deadline=None)
@given(FILLED | st.sampled_from([each for each in AWKWARD if each.isascii()]))
def test_other_readers_of_yaml_take_a_text_for_a_text(text: str) -> None:
    values = yaml.safe_load(write_yaml(everywhere(text)))

    if text.isascii():  # of other characters YAML 1.1 has its own opinion
        assert values["objectives"][0]["why"] == text
        assert values["metrics"][0]["aliases"] == [text, "other"]


@pytest.mark.parametrize("name", WRITERS)
def test_numbers_are_written_in_their_shortest_form(name: str) -> None:
    numbers = {"100.50": "100.5", "1E+2": "100", "-0.000": "0", "12345678901234567.25": "12345678901234567.25"}
    for number, short in numbers.items():
        key_result = replace(the_plan().objectives[0].key_results[0], baseline=Decimal(number))
        objective = replace(the_plan().objectives[0], key_results=(key_result,))
        text = WRITERS[name](replace(the_plan(), objectives=(objective,))).decode()
        assert any(line.strip(' ",').replace('"', "") == f"baseline: {short}" for line in text.splitlines())


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "data", [pytest.param(PLAN, id="cast"), pytest.param(TIDEWELL.read_bytes(), id="demo"),
             pytest.param(RUST_GOALS, id="real", marks=needs_real_plan)],
)  # fmt: skip
def test_real_plans_are_written_so_that_writing_them_again_gives_the_same(name: str, data: bytes | Path) -> None:
    whole = read("plan.yaml", data.read_bytes() if isinstance(data, Path) else data)
    written = WRITERS[name](whole)

    assert read(name, written) == whole
    assert WRITERS[name](read(name, written)) == written


def test_a_plan_is_written_in_the_order_of_the_format_small_things_on_one_line() -> None:
    text = write_yaml(the_plan()).decode()

    assert text.startswith("accord: 1\norganization: {id: north, name: Northwind}\n\ncycle:\n  id: 2026-q4\n")
    assert "  - {id: alice, name: Alice Adler, email: alice@north.example}\n" in text
    assert "    members:\n      - {person: alice, role: lead}\n      - {person: dan}\n" in text
    assert "        guardrails" not in text

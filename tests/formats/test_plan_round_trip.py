"""Whatever a plan says, written down and read it is the same."""

from hypothesis import given, settings

from accord.domain import plan
from accord.formats.plan import PlanFile, read_documents
from tests.formats.generated import as_values, in_json, in_yaml, plans
from tests.tried import examples


@settings(max_examples=examples(40), deadline=None)
@given(plans())
def test_a_plan_written_in_yaml_reads_back_equal(written: plan.Plan) -> None:
    text = in_yaml(as_values(written)).lstrip("\n")
    assert read_documents([("p.yaml", text.encode())]).plan == written


@settings(max_examples=examples(40), deadline=None)
@given(plans())
def test_a_plan_written_in_json_reads_back_equal_with_the_same_places(written: plan.Plan) -> None:
    text = in_json(as_values(written))
    quick = read_documents([("p.json", text.encode())])
    assert quick.plan == written
    if "\\ud" not in text:  # two escapes that are one character together are JSON's own
        as_yaml = read_documents([("p.json.yaml", text.encode())])
        assert as_yaml.plan == written
        assert lines_of(as_yaml) == lines_of(quick)


def lines_of(read: PlanFile) -> list[tuple[tuple[str, str], int]]:
    return [(subject, line) for subject, (_, line) in read.places.items()]

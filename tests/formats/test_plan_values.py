"""What stands in a plan file arrives as it was meant: texts, numbers, dates, null, defaults."""

from datetime import date
from decimal import Decimal

import pytest

from accord.domain import plan
from tests.formats.plans import FULL, HEAD, changed, errors_of, read


def name_of_first_person(written: str) -> str:
    return read(f"{HEAD}people: [{{id: a, name: {written}}}]\n").plan.people[0].name


def weight(written: str) -> Decimal:
    return read(changed("weight: 2", f"weight: {written}")).plan.objectives[0].key_results[0].weight


@pytest.mark.parametrize(
    "written",
    ["on", "yes", "no", "off", "1_000", "12:30:45", "2026-10-01", "0x1F", "0o17", ".inf", ".nan", "1e", "=", "+"],
)
def test_a_word_that_is_no_decimal_is_text(written: str) -> None:
    assert name_of_first_person(written) == written


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"12"', "12"),
        ("'true'", "true"),
        ("!!str 12", "12"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        ("a\u2028b", "a\u2028b"),
        ('"\ufeff"', "\ufeff"),
        ("'\U0001f956'", "\U0001f956"),
    ],
)
def test_a_text_arrives_as_it_is_meant(written: str, text: str) -> None:
    assert name_of_first_person(written) == text


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_null_counts_as_left_out(written: str) -> None:
    read_plan = read(changed("why: Shops wait.", f"why: {written}")).plan
    assert read_plan.objectives[0].why is None
    assert [error.path for error in errors_of(changed("name: Bakery", f"name: {written}"))] == ["teams[1].name"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2", "2"),
        ("+2", "2"),
        ("2.50", "2.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("25e-1", "2.5"),
        ("000000000000000000000001", "1"),
        ("999999999999999999.999999999999", "999999999999999999.999999999999"),
        ("1e17", "100000000000000000"),
        ("1e-12", "0.000000000001"),
        ("0e999999999999", "0"),
        ("-0", "0"),
    ],
)
def test_numbers_are_exact(written: str, number: str) -> None:
    assert weight(written) == Decimal(number)
    assert weight(written).as_tuple().sign == 0


@pytest.mark.parametrize(
    "written", ["1e18", "1e999999999", "1e" + "9" * 5000, "9" * 5000, "0e-13", "0." + "0" * 13, "1e-999999999"]
)
def test_numbers_with_too_many_digits_are_refused(written: str) -> None:
    errors = errors_of(changed("weight: 2", f"weight: {written}"))
    assert [error.path for error in errors] == ["objectives[0].key_results[0].weight"]
    assert "too many digits" in errors[0].message


def test_the_full_plan_arrives_as_values() -> None:
    whole = read(FULL).plan
    on_time, routes = whole.objectives
    assert whole.cycle.brief == plan.Brief(
        "Bread was late too often.", "Every shop opens with full shelves.", "Nobody calls us before seven."
    )
    assert whole.people[0] == plan.Person("ana", "Ana", "ana@mill.example", ("li",))
    assert whole.teams[1].members == (plan.Member("ana", "lead", Decimal(80)), plan.Member("li"))
    assert whole.teams[3].succeeded_by == "drivers"
    assert whole.metrics[0].influences == (plan.Influence("returns", "+", 7, "observed"),)
    assert whole.metrics[1].better == "none"
    assert whole.milestones[0].date == date(2026, 11, 15)
    assert on_time.contributes_to == (plan.Contribution("routes-done", Decimal(15), "accepted"),)
    assert routes.ambition == "committed"
    assert whole.check_ins[0].confidence == 6
    assert whole.checks == plan.Checks(
        ("AL604",), {"AL701": "info"}, (plan.Accepted("AL701", "bakery", "Two teams merge.", date(2026, 11, 30)),)
    )


def test_a_key_result_arrives_with_everything_below_it() -> None:
    late, oven, held = read(FULL).plan.objectives[0].key_results
    assert [late.baseline, late.target, late.weight] == [Decimal(10), Decimal(6), Decimal(2)]
    assert late.path == (plan.PathPoint(date(2026, 11, 15), Decimal("8.5")),)
    assert late.duties == (plan.Duty("drivers", "Loads at five."),)
    assert late.actions[0].done == date(2026, 11, 18)
    assert late.needs[0].provider == "drivers"
    assert late.needs[0].for_action == "early-dough"
    assert oven.weight == 1
    assert held.hold == plan.Hold(Decimal(0), Decimal(3))


def test_a_need_says_what_its_file_states_of_the_other_side() -> None:
    given, refused = read(FULL).plan.objectives[0].key_results[0].needs
    assert given.stated == {"promised", "provided_by", "delivered", "received"}
    assert refused.stated == {"declined"}


def test_an_empty_promise_takes_it_back_and_null_leaves_it_alone() -> None:
    def promise(written: str) -> tuple[date | None, bool]:
        text = changed("promised: 2026-10-18", f"promised: {written}")
        need = read(text).plan.objectives[0].key_results[0].needs[0]
        return need.promised, "promised" in need.stated

    assert promise('""') == (None, True)
    assert promise("null") == (None, False)
    assert promise("2026-10-18") == (date(2026, 10, 18), True)


def test_a_contribution_without_status_states_none() -> None:
    text = changed("share: 15, status: accepted", "share: 15")
    assert read(text).plan.objectives[0].contributes_to[0].status is None


def test_lists_of_several_files_are_joined_in_their_order() -> None:
    more = "accord: 1\npeople: [{id: b, name: B}]\n"
    people = read(f"{HEAD}people: [{{id: z, name: Z}}]\n", more).plan.people
    assert [person.id for person in people] == ["z", "b"]


def test_an_accepted_subject_may_name_nothing() -> None:
    assert errors_of(changed("subject: bakery", "subject: what was here once")) == []


def test_the_places_of_ids_are_known() -> None:
    places = read(FULL, "accord: 1\n# here\npeople:\n- name: Bo\n  id: bo\n").places
    lines = FULL.split("\n")
    for (kind, id_), (file, line) in places.items():
        if file == "plan.yaml":
            assert f"id: {id_}" in lines[line - 1], (kind, id_)
    assert places["person", "bo"] == ("plan2.yaml", 5)
    assert {kind for kind, _ in places} == {
        *("organization", "cycle", "strategic_goal", "person", "team", "metric", "milestone"),
        *("objective", "key_result", "action", "need"),
    }

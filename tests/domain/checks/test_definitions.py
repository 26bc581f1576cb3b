"""AL1xx: each check fires, and does not where one thing is different."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import Duty, Hold, KeyResult, Metric, Milestone
from tests.domain.checks.plans import action, day, found, metric, milestone, moving, need, objective, plan, result, told

WHOLE = metric(definition="Loaves there at six, of a hundred.", source="vans' log", frequency="daily")


def of_result(code: str, key_result: KeyResult, *metrics: Metric, milestones: tuple[Milestone, ...] = ()) -> list[str]:
    return told(code, plan(objective(key_result), metrics=metrics, milestones=milestones))


@pytest.mark.parametrize(
    ("criteria", "expected"), [(None, ["kr"]), ("", ["kr"]), (" \n\t", ["kr"]), ("Counted on Fridays.", [])]
)
def test_completion_criteria_are_asked_for(criteria: str | None, expected: list[str]) -> None:
    assert of_result("AL101", result(completion_criteria=criteria)) == expected


def test_something_to_measure_is_asked_for() -> None:
    assert of_result("AL102", result()) == ["kr"]
    assert of_result("AL102", result(metric="m"), metric()) == []
    assert of_result("AL102", result(milestone="s"), milestones=(milestone(),)) == []


@pytest.mark.parametrize("use", [{"metric": "m"}, {"guardrails": ("m",)}, {"terms": ("m",)}])
def test_a_metric_in_use_by_any_key_is_defined(use: dict[str, Any]) -> None:
    assert of_result("AL103", result(**use), metric()) == ["m: kr"]
    assert of_result("AL103", result(**use), replace(WHOLE, definition=" ")) == ["m: kr"]
    assert of_result("AL103", result(**use), WHOLE) == []


def test_a_metric_that_nobody_uses_may_lack_everything() -> None:
    assert of_result("AL103", result(), metric()) == of_result("AL104", result(), metric()) == []


def test_users_of_an_undefined_metric_are_told_once_each_in_the_files_order() -> None:
    both = objective(result("z", metric="m", terms=("m",)), result("b", guardrails=("m",)))

    assert told("AL103", plan(both, metrics=(metric(),))) == ["m: z b"]


def test_a_metric_without_source_and_frequency_is_told_once() -> None:
    assert of_result("AL104", result(metric="m"), metric()) == ["m"]
    assert of_result("AL104", result(metric="m"), replace(WHOLE, source="")) == ["m"]
    assert of_result("AL104", result(metric="m"), replace(WHOLE, frequency=None)) == ["m"]
    assert of_result("AL104", result(metric="m"), WHOLE) == []


@pytest.mark.parametrize(
    ("baseline", "target", "fires"),
    [
        (None, "5", True),
        ("5", None, True),
        ("5", "5.00", True),
        ("0", "0", True),
        ("0", "5", False),
        ("5", "0", False),
        ("1.000000000000", "1.000000000001", False),
    ],
)
def test_a_metric_needs_a_way_to_go(baseline: str | None, target: str | None, fires: bool) -> None:
    ends: dict[str, Any] = {"baseline": baseline and Decimal(baseline), "target": target and Decimal(target)}

    assert of_result("AL105", result(metric="m", **ends), metric()) == (["kr"] if fires else [])


def test_a_band_and_a_percentage_need_no_way_to_go() -> None:
    assert of_result("AL105", result(metric="m", hold=Hold(at_least=Decimal(1))), metric()) == []
    assert of_result("AL105", result()) == []


@pytest.mark.parametrize(
    ("better", "baseline", "target", "fires"),
    [
        ("higher", 5, 4, True),
        ("higher", 4, 5, False),
        ("higher", 5, 5, False),
        ("lower", 4, 5, True),
        ("lower", 5, 4, False),
        ("none", 5, 4, False),
        ("none", 4, 5, False),
    ],
)
def test_a_target_lies_on_the_better_side(better: str, baseline: int, target: int, fires: bool) -> None:
    judged = of_result("AL106", moving("kr", "m", baseline, target), metric(better=better))

    assert judged == (["kr: m"] if fires else [])


def test_a_milestone_in_use_is_defined_and_dated() -> None:
    whole = milestone(definition="The doors open.", date=day(3))
    used = result(milestone="s")

    assert of_result("AL107", used, milestones=(milestone(),)) == ["s"]
    assert of_result("AL107", used, milestones=(replace(whole, date=None),)) == ["s"]
    assert of_result("AL107", used, milestones=(replace(whole, definition=""),)) == ["s"]
    assert of_result("AL107", used, milestones=(whole,)) == []
    assert of_result("AL107", result(), milestones=(milestone(),)) == []


def test_a_milestone_is_in_use_as_a_term_and_when_it_provides() -> None:
    assert of_result("AL107", result(terms=("s",)), milestones=(milestone(),)) == ["s"]
    assert of_result("AL107", result(needs=(need(provided_by="s"),)), milestones=(milestone(),)) == ["s"]


def test_one_name_for_two_metrics_is_told_at_the_later_with_the_earliest_it_meets() -> None:
    first, second = metric("z", "On-time  rate"), metric("y", "Speed", aliases=("ON TIME RÁTE",))
    third = metric("x", "speed", aliases=("on time rate",))

    assert of_result("AL108", result(), first, second, third) == ["y: z", "x: z"]


def test_a_metric_and_a_milestone_may_share_a_name_and_one_thing_may_repeat_its_own() -> None:
    twice = metric("m", "Opening", aliases=("opening",))

    assert of_result("AL108", result(), twice, milestones=(milestone(),)) == []
    assert of_result("AL108", result(), metric("a", "\u0301"), metric("b", "\u0301")) == []


SPOKEN = "We watch the on-time rate."
RATE = metric("m", "On time rate")


@pytest.mark.parametrize(
    "texts",
    [
        {"title": SPOKEN},
        {"completion_criteria": SPOKEN},
        {"decomposition": SPOKEN},
        {"duties": (Duty("vans", SPOKEN),)},
        {"actions": (action(title=SPOKEN),)},
        {"needs": (need(what=SPOKEN),)},
        {"needs": (need(completion_criteria=SPOKEN),)},
    ],
)
def test_a_term_in_any_text_is_found_once_unless_it_is_tied(texts: dict[str, Any]) -> None:
    assert of_result("AL109", result(**texts), RATE) == ["kr: m"]
    for tie in ({"metric": "m"}, {"guardrails": ("m",)}, {"terms": ("m",)}):
        assert of_result("AL109", result(**texts, **tie), RATE) == []


def test_the_objectives_title_is_read_with_each_of_its_results() -> None:
    judged = plan(objective(result("a"), result("b"), title=SPOKEN), metrics=(RATE,))

    assert told("AL109", judged) == ["a: m", "b: m"]


def test_a_declined_needs_texts_and_other_fields_are_not_read() -> None:
    assert of_result("AL109", result(needs=(need(what=SPOKEN, declined="No."),)), RATE) == []
    assert told("AL109", plan(objective(result(), why=SPOKEN), metrics=(RATE,))) == []


def test_a_mention_inside_a_longer_one_does_not_count() -> None:
    longer = metric("l", "rate of mistakes")

    assert of_result("AL109", result(title="The rate of mistakes"), metric("m", "Rate"), longer) == ["kr: l"]
    assert of_result("AL109", result(title="The rate of mistakes", terms=("l",)), metric("m", "Rate"), longer) == []
    assert of_result(
        "AL109", result(title="A rate, the rate of mistakes", terms=("l",)), metric("m", "Rate"), longer
    ) == ["kr: m"]


def test_the_same_words_as_a_tied_term_do_not_count() -> None:
    opening = milestone("s", "On time rate")

    assert of_result("AL109", result(title=SPOKEN, terms=("s",)), RATE, milestones=(opening,)) == []
    assert of_result("AL109", result(title=SPOKEN), RATE, milestones=(opening,)) == ["kr: m", "kr: s"]


def test_two_texts_are_never_read_as_one() -> None:
    assert of_result("AL109", result(title="on time", completion_criteria="rate"), RATE) == []


@pytest.mark.parametrize(("milestone_day", "fires"), [(3, True), (2, False), (1, False)])
def test_a_milestone_comes_by_the_due_date(milestone_day: int, fires: bool) -> None:
    judged = of_result("AL110", result(milestone="s", due=day(2)), milestones=(milestone(date=day(milestone_day)),))

    assert judged == (["kr: s"] if fires else [])


def test_without_a_due_date_the_cycles_last_day_counts_and_without_a_date_nothing() -> None:
    used = result(milestone="s")

    assert of_result("AL110", used, milestones=(milestone(date=day(31, 12)),)) == []
    assert of_result("AL110", used, milestones=(milestone(),)) == []
    late = plan(objective(used), milestones=(milestone(date=day(31, 12).replace(year=2027)),))
    assert found("AL110", late)[0].facts["days"] == 365

"""Plans that keep to the format and mean ill are judged in time, too: twice as much is about twice the work."""

import pytest

from accord.domain.checks.finding import Finding
from accord.domain.checks.graphs import shortest_circles
from accord.domain.checks.influences import Influences
from accord.domain.checks.mentions import Terms
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Influence, Metric
from tests.domain.checks.plans import day, need, objective, plan, result
from tests.domain.checks.steps import steps


def nested(word: str, gap: str, end: str, count: int) -> list[str]:
    return [gap.join([word] * length) + end for length in range(1, count + 1)]


@pytest.mark.parametrize(("word", "gap"), [("a", " "), ("中", ""), ("(", ""), ("a", "."), ("a", "("), ("(", " ")])
@pytest.mark.parametrize("end", ["", " b", "中", ")"])
def test_names_inside_each_other_make_no_text_longer(word: str, gap: str, end: str) -> None:
    few, many = (Terms(nested(word, gap, end, count)) for count in (20, 200))
    text, twice = gap.join([word] * 1000), gap.join([word] * 2000)
    for terms in (few, many):
        terms.mentioned(text)  # what is made once

    assert steps(lambda: many.mentioned(text)) < 1.2 * steps(lambda: few.mentioned(text)) + 20
    assert steps(lambda: many.mentioned(twice)) < 2.2 * steps(lambda: many.mentioned(text)) + 20


def test_a_long_name_costs_no_more_where_its_beginning_is_repeated() -> None:
    terms = Terms([" ".join(["a"] * 1000) + " b"])
    text, twice = " ".join(["a"] * 900), " ".join(["a"] * 1800)
    terms.mentioned(text)

    assert steps(lambda: terms.mentioned(twice)) < 2.2 * steps(lambda: terms.mentioned(text))


def test_an_objectives_title_is_looked_through_once_for_all_its_results() -> None:
    def judged(count: int) -> int:
        made = plan(
            objective(*(result(f"k{number}") for number in range(count)), title="late or " * 500),
            metrics=(Metric("late", "Late"),),
        )
        snapshot = Snapshot(made, as_of=day(20))
        return steps(lambda: list(findings(snapshot, {"AL109"})))

    assert judged(20) < 2 * judged(1)


def ways_through_a_hub(count: int) -> int:
    """The hub moves all others one way, and what was asked about the other: to go round by others leads nowhere."""
    others = [f"m{number}" for number in range(count)]
    hub = Metric("hub", "Hub", influences=(Influence("goal", "+"), *(Influence(to, "-") for to in others)))
    metrics = [hub, *(Metric(each, each, influences=(Influence("hub", "+"),)) for each in others)]
    influences = Influences(metrics)
    return steps(lambda: influences.ways_to("goal"))


def test_ways_that_lead_back_to_where_they_came_from_are_not_tried_from_everywhere() -> None:
    assert ways_through_a_hub(200) < 2.2 * ways_through_a_hub(100)


def test_what_everything_influences_is_asked_of_each_once() -> None:
    def ways(count: int) -> int:
        ids = [f"m{number}" for number in range(count)]
        metrics = [Metric(one, one, influences=tuple(Influence(to, "+") for to in ids if to != one)) for one in ids]
        influences = Influences(metrics)
        influences.ways_to("m0")
        return steps(lambda: influences.ways_to("m1"))

    assert ways(60) < 2.2 * ways(30)


def test_a_long_circle_is_not_gone_round_again_for_each_of_its_links() -> None:
    def circles(count: int) -> int:
        ring = {str(number): {str((number + 1) % count): f"{number:05}"} for number in range(count)}
        ring["7"]["0"] = "back"
        return steps(lambda: shortest_circles(ring))

    assert circles(400) < 2.2 * circles(200)


def test_what_many_wait_for_is_followed_once_for_all_that_need_it_by_one_day() -> None:
    def chains(count: int) -> int:
        late = need("late", by=day(30), promised=day(29), provided_by="last")
        hub = (*(need(f"h{number}", promised=day(2), provided_by="last") for number in range(count)), late)
        waiting = (
            result(f"k{number}", needs=(need(f"n{number}", by=day(20), promised=day(3), provided_by="hub"),))
            for number in range(count)
        )
        made = plan(objective(result("last", due=day(1)), result("hub", due=day(1), needs=hub), *waiting))
        snapshot = Snapshot(made, as_of=day(20))
        told: list[Finding] = []
        work = steps(lambda: told.extend(findings(snapshot, {"AL307"})))
        assert len(told) == count
        return work

    assert chains(100) < 2.2 * chains(50)

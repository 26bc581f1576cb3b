"""AL3xx: needs, promises, circles of waits, and chains that cannot hold."""

from datetime import date, timedelta
from typing import Any

import pytest

from accord.domain.plan import KeyResult, Milestone, Need, Plan
from tests.domain.checks.plans import action, day, found, milestone, need, objective, plan, result, told


def needing(*needs: Need, others: tuple[KeyResult, ...] = (), milestones: tuple[Milestone, ...] = ()) -> Plan:
    """A result of Desk with needs, and results of Ovens that may provide them."""
    return plan(
        objective(result(needs=needs), id_="o"), objective(*others, id_="p", team="ovens"), milestones=milestones
    )


def waiting(**links: str) -> Plan:
    """Results that wait: each is called by its name, and its needs are called as `need:provider need:provider`."""
    return plan(
        *(
            objective(
                result(
                    name, needs=tuple(need(word.split(":")[0], provided_by=word.split(":")[1]) for word in said.split())
                ),
                id_=f"o-{name}",
            )
            for name, said in links.items()
        )
    )


@pytest.mark.parametrize(
    ("code", "whole", "lacking"),
    [("AL301", {"completion_criteria": "Ten lines."}, {"completion_criteria": " "}), ("AL302", {"by": day(1)}, {})],
)
def test_a_need_says_what_and_when_unless_it_was_declined(
    code: str, whole: dict[str, Any], lacking: dict[str, Any]
) -> None:
    assert told(code, needing(need(**whole))) == []
    assert told(code, needing(need(**lacking))) == ["n"]
    assert told(code, needing(need(**lacking, declined="No hands."))) == []


def test_somebody_of_the_asked_team_provides() -> None:
    ovens = result("k", actions=(action("a"), action("b", team="vans")))

    assert told("AL303", needing(need())) == ["n: ovens"]
    assert told("AL303", needing(need(declined="No hands."))) == ["n: ovens"]
    assert told("AL303", needing(need(provided_by="k"), others=(ovens,))) == []
    assert told("AL303", needing(need(provided_by="a"), others=(ovens,))) == []
    assert told("AL303", needing(need(provided_by="b"), others=(ovens,))) == ["n: ovens vans"]
    assert told("AL303", needing(need(provided_by="kr"))) == ["n: ovens desk"]


def test_a_milestone_belongs_to_its_owner_and_without_one_to_nobody() -> None:
    provided = need(provided_by="s")

    assert told("AL303", needing(provided, milestones=(milestone(),))) == []
    assert told("AL303", needing(provided, milestones=(milestone(owner="ovens"),))) == []
    assert told("AL303", needing(provided, milestones=(milestone(owner="mill"),))) == ["n: ovens mill"]


@pytest.mark.parametrize(("promised", "days"), [(9, []), (10, []), (11, [1]), (30, [20])])
def test_a_promise_is_for_the_day_it_is_needed_by_at_the_latest(promised: int, days: list[int]) -> None:
    assert [each.facts["days"] for each in found("AL304", needing(need(by=day(10), promised=day(promised))))] == days


def test_what_provides_is_done_by_the_promised_day() -> None:
    ovens = result("k", due=day(11), actions=(action("a"), action("b", due=day(10))))
    dated, undated = milestone(date=day(11)), milestone()

    def judged(provider: str, *milestones: Milestone) -> list[str]:
        promised = need(promised=day(10), provided_by=provider)
        return told("AL306", needing(promised, others=(ovens,), milestones=milestones))

    assert (judged("k"), judged("a"), judged("b")) == (["n: k"], ["n: a"], [])
    assert (judged("s", dated), judged("s", undated)) == (["n: s"], [])
    assert told("AL306", needing(need(provided_by="k"), others=(ovens,))) == []


def test_a_provider_without_a_promise_is_asked_for_one() -> None:
    ovens = (result("k"),)

    assert [each.subject.id for each in found("AL308", needing(need(provided_by="k"), others=ovens))] == ["n"]
    assert told("AL308", needing(need(provided_by="k", promised=day(1)), others=ovens)) == []
    assert told("AL308", needing(need())) == []


@pytest.mark.parametrize(("days", "expected"), [(7, []), (8, ["n: kr"])])
def test_what_was_delivered_is_received_within_a_week(days: int, expected: list[str]) -> None:
    today = day(1) + timedelta(days=days)

    assert told("AL309", needing(need(delivered=day(1))), as_of=today) == expected
    assert told("AL309", needing(need(delivered=day(1), received=day(1))), as_of=today) == []


def test_waits_in_a_circle_are_told_at_the_smallest_need_in_the_order_of_waiting() -> None:
    assert told("AL305", waiting(a="n3:b", b="n1:c", c="n2:a")) == ["n1: n2 n3"]
    assert told("AL305", waiting(a="n3:b", b="n1:c", c="n2:d", d="")) == []


def test_whatever_waits_for_itself_is_a_circle_of_one() -> None:
    assert told("AL305", waiting(a="n:a")) == ["n"]


def test_a_result_does_not_wait_for_its_own_actions() -> None:
    inner = result("k", actions=(action("a"),), needs=(need(provided_by="a"),))

    assert told("AL305", plan(objective(inner))) == []
    waits = result("k", actions=(action("a"),), needs=(need(provided_by="a", for_action="a"),))
    assert told("AL305", plan(objective(waits))) == ["n"]


def test_an_action_waits_only_for_the_needs_that_name_it() -> None:
    def judged(**fields: str) -> list[str]:
        one = result("x", actions=(action("a"),), needs=(need("n1", provided_by="b", **fields),))
        other = result("y", actions=(action("b"),), needs=(need("n2", provided_by="a", for_action="b"),))
        return told("AL305", plan(objective(one), objective(other, id_="p")))

    assert judged() == []
    assert judged(for_action="a") == ["n1: n2"]


def test_between_two_items_the_smallest_need_counts_and_declined_ones_never() -> None:
    assert told("AL305", waiting(a="n9:b n2:b n10:b", b="n5:a")) == ["n10: n5"]

    declined = result("a", needs=(need("n1", declined="No."), need("n2", provided_by="b")))
    back = result("b", needs=(need("n3", provided_by="a"),))
    assert told("AL305", plan(objective(declined, back))) == ["n2: n3"]


def test_a_link_takes_its_shortest_circle_and_each_circle_is_told_once() -> None:
    two = waiting(a="n1:b n4:c", b="n2:a", c="n5:d", d="n6:a")

    assert told("AL305", two) == ["n1: n2", "n4: n5 n6"]


def test_of_equally_short_circles_the_one_with_the_first_need_ids_counts() -> None:
    fork = waiting(a="n1:b", b="n2:c n3:d", c="n4:a", d="n0:a")

    # The link n1 takes n1 n2 n4; each link of the other way has only one circle of its own.
    assert told("AL305", fork) == ["n0: n1 n3", "n1: n2 n4"]


def chained(first: Need, *rest: Need, ends: tuple[KeyResult, ...] = (), due: date | None = None) -> Plan:
    """Needs of which each is provided by the result that has the next one."""
    needs = (first, *rest)
    results = tuple(result(f"k{place}", needs=(each,), due=due) for place, each in enumerate(needs))
    return plan(objective(*results, *ends))


def test_a_chain_breaks_where_something_behind_comes_after_the_day_it_is_needed_by() -> None:
    def judged(promised: int) -> list[str]:
        return told(
            "AL307",
            chained(
                need("a", by=day(10), promised=day(9), provided_by="k1"),
                need("b", provided_by="k2"),
                need("c", promised=day(promised)),
                due=day(1),
            ),
        )

    assert judged(10) == []
    assert judged(11) == ["a: b c"]


def test_without_a_promise_a_need_comes_when_its_provider_is_due_and_without_that_nobody_knows() -> None:
    ends = (result("end", due=day(11)),)
    first = need("a", by=day(10), promised=day(9), provided_by="k1")

    assert told("AL307", chained(first, need("b", provided_by="end"), ends=ends)) == []  # k1 itself is due later: AL306
    assert told("AL307", chained(need("a", by=day(10), provided_by="k1"), need("b", provided_by="end"), ends=ends)) == [
        "a: b"
    ]
    assert told("AL307", chained(need("a", by=day(10), provided_by="k1"), need("b"))) == []


def test_needs_late_by_themselves_are_neither_told_nor_gone_through() -> None:
    late = need("b", by=day(1), promised=day(20), provided_by="k2")
    end = need("c", promised=day(20))

    assert told("AL307", chained(need("a", by=day(10), provided_by="k1"), late, end)) == []
    assert told("AL307", chained(need("a", by=day(10), promised=day(12), provided_by="k1"), end)) == []
    assert told("AL307", chained(need("a", provided_by="k1"), end)) == []


def test_the_shortest_chain_is_told_and_of_several_the_one_with_the_first_ids() -> None:
    late: dict[str, Any] = {"promised": day(20)}
    tree = plan(
        objective(
            result("k", needs=(need("n", by=day(10), provided_by="x"),)),
            result("x", needs=(need("b", provided_by="y"), need("c", provided_by="z"), need("d", provided_by="w"))),
            result("y", needs=(need("b2", promised=day(9), provided_by="v"),), due=day(9)),
            result("v", needs=(need("b3", **late),), due=day(9)),
            result("z", needs=(need("c2", **late), need("c1", **late)), due=day(9)),
            result("w", needs=(need("d0", **late),), due=day(9)),
        )
    )

    assert told("AL307", tree)[:1] == ["n: c c1"]


def test_a_chain_never_comes_back_to_where_it_began() -> None:
    circle = plan(
        objective(
            result("x", needs=(need("a", by=day(10), provided_by="y"),), due=day(5)),
            result("y", needs=(need("b", by=day(30), provided_by="x"),), due=day(20)),
        )
    )

    assert told("AL307", circle) == []


def test_a_chain_names_the_day_of_every_link() -> None:
    broken = found("AL307", chained(need("a", by=day(10), provided_by="k1"), need("b", promised=day(12))))

    assert [(each.facts["by"], each.facts["arrivals"]) for each in broken] == [(day(10), (day(12),))]

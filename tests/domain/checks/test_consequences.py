"""What a change makes appear, go, and weigh more, and that looking at what it reaches misses nothing."""

from dataclasses import replace

from hypothesis import given

from accord.domain.checks.consequences import CODES, Consequences, consequences
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import KeyResult, Plan
from tests.domain.checks.plans import START, day, moving, need, objective, plan, result, supporting
from tests.domain.checks.random_plans import plans, seeds, with_other_dates


def chained(due: int) -> Plan:
    """Desk needs something of Ovens, who need something that `end` provides."""
    end = result("end", due=day(due))
    middle = result("middle", needs=(need("behind", provided_by="end"),), due=day(5))
    first = result("first", needs=(need("front", by=day(10), promised=day(9), provided_by="middle"),))
    return plan(objective(first, middle, end))


def changing(before: Plan, after: Plan, *changed: Ref) -> Consequences:
    return consequences(Snapshot(before, as_of=START), Snapshot(after, as_of=START), changed)


END = Ref(Kind.KEY_RESULT, "end")


def test_a_later_due_date_breaks_a_chain_further_down() -> None:
    done = changing(chained(10), chained(11), END)

    assert [(each.code, each.subject.id) for each in done.appear] == [("AL307", "front")]
    assert changing(chained(11), chained(10), END).go == done.appear


def test_what_stays_gets_worse_or_better() -> None:
    assert [each.code for each in changing(chained(11), chained(12), END).worse] == ["AL307"]
    assert [each.code for each in changing(chained(12), chained(11), END).better] == ["AL307"]
    assert changing(chained(12), chained(12), END) == Consequences([], [], [], [])


def test_a_lower_share_no_longer_adds_up() -> None:
    def summed(share: int) -> Plan:
        top: KeyResult = moving("top", "m", 0, 10)
        return plan(objective(top), objective(id_="p", contributes_to=supporting("top", share=share)))

    done = changing(summed(10), summed(8), Ref(Kind.OBJECTIVE, "p"))

    assert [(each.code, each.subject.id) for each in done.appear] == [("AL403", "top")]
    assert [each.code for each in changing(summed(8), summed(7), Ref(Kind.OBJECTIVE, "p")).worse] == ["AL403"]


@given(plans, seeds)
def test_what_a_change_reaches_is_everything_that_differs(before: Plan, seed: int) -> None:
    after, changed = with_other_dates(before, seed)

    done = changing(before, after, *changed)

    assert told(done.appear) == told(whole(after)) - told(whole(before))
    assert told(done.go) == told(whole(before)) - told(whole(after))


def whole(judged: Plan) -> list[Finding]:
    return list(findings(Snapshot(judged, as_of=START), CODES))


def told(some: list[Finding]) -> set[tuple[str, Ref]]:
    return {(each.code, each.subject) for each in some}


def test_an_item_that_is_gone_is_no_mistake() -> None:
    without = replace(chained(11), objectives=())

    assert [each.code for each in changing(chained(11), without, Ref(Kind.OBJECTIVE, "o"), END).go] == ["AL307"]

"""What is kept of a finding is all of it: read back it says the same, and no two are taken for one."""

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.keeping import MOST_RELATED, content, kept, keyed, read
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Plan
from tests.domain.checks.random_plans import plans


@settings(max_examples=150, deadline=None)
@given(plan=plans, days=st.sampled_from([3, 40]))
def test_every_finding_is_read_back_as_it_was_found(plan: Plan, days: int) -> None:
    found = list(keyed(findings(Snapshot(plan, as_of=plan.cycle.start + timedelta(days=days)))))
    assert len({key for key, _ in found}) == len(found)
    for key, each in found:
        related, facts, told = kept(each)
        written = json.loads(json.dumps([related, facts]))
        back = read(key, *written)
        assert (back.code, back.subject, back.related) == (each.code, each.subject, each.related)
        assert content(back) == content(each) == told


@settings(max_examples=100, deadline=None)
@given(plan=plans)
def test_a_finding_that_says_something_else_is_known_by_it(plan: Plan) -> None:
    for each in findings(Snapshot(plan, as_of=plan.cycle.start + timedelta(days=40))):
        others = [
            replace(each, related=(*each.related, Ref(Kind.TEAM, "another"))),
            *(replace(each, facts={**each.facts, name: "else"}) for name in each.facts),
        ]
        assert content(each) not in {content(other) for other in others}


def test_of_thousands_that_are_related_the_first_are_kept_and_all_are_counted() -> None:
    some = tuple(Ref(Kind.KEY_RESULT, f"k{number}") for number in range(MOST_RELATED + 50))
    finding = Finding("AL603", Ref(Kind.KEY_RESULT, "k"), some)
    assert len(kept(finding).related) == MOST_RELATED
    assert content(finding) != content(replace(finding, related=some[:-1]))

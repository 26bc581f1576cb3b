"""What a change can alter among the findings is said in one table: whatever changes at random, nothing else does."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.domain.checks.felt import felt
from accord.domain.checks.keeping import kept, keyed
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.descriptions import Described, described
from accord.domain.plan import Plan
from accord.domain.plan_changes import compare
from accord.domain.rebuilding import rebuilt
from tests.domain.checks.random_plans import plans
from tests.tried import examples

seeds = st.integers(0, 2**30)


@settings(max_examples=examples(200), deadline=None)
@given(before=plans, other=plans, place=seeds, days=st.sampled_from([3, 40]))
def test_a_field_is_felt_by_the_codes_that_are_named_for_it_and_no_others(
    before: Plan, other: Plan, place: int, days: int
) -> None:
    things = described(before)
    changes = compare({(each.kind, each.id): each for each in things}, described(other)).change
    if changes:
        change = changes[place % len(changes)]
        after = [_changed(each, change.field, change.after) if _is(each, change) else each for each in things]
        assert otherwise(things, after, days) <= felt(change.kind, change.field), (change.kind, change.field)


@settings(max_examples=examples(150), deadline=None)
@given(before=plans, place=seeds, days=st.sampled_from([3, 40]))
def test_what_comes_or_goes_is_felt_by_the_codes_that_are_named_for_it_and_no_others(
    before: Plan, place: int, days: int
) -> None:
    things = described(before)
    gone = [each for each in things if each.kind in {"action", "need", "contribution", "check_in", "membership"}]
    if gone:
        one = gone[place % len(gone)]
        after = [_without(each, one) for each in things if each is not one]
        assert otherwise(things, after, days) <= felt(one.kind, None), one.kind


def otherwise(before: list[Described], after: list[Described], days: int) -> set[str]:
    """The codes of which anything is found in one and not in the other."""
    found = []
    for things in (before, after):
        plan = rebuilt(things)
        seen = Snapshot(plan, as_of=plan.cycle.start + timedelta(days=days))
        found.append({(key, kept(each).content) for key, each in keyed(findings(seen))})
    return {key.code for key, _ in found[0] ^ found[1]}


def _is(thing: Described, change: object) -> bool:
    return (thing.kind, thing.id) == (getattr(change, "kind", None), getattr(change, "id", None))


def _changed(thing: Described, field: str, value: object) -> Described:
    return replace(thing, fields={**thing.fields, field: value})


def _without(thing: Described, gone: Described) -> Described:
    """What is dropped provides nothing, and nothing waits for it."""
    if thing.kind != "need":
        return thing
    freed = {name: None for name in ("for", "provided_by") if thing.fields[name] == gone.id}
    return replace(thing, fields={**thing.fields, **freed})

"""What one team gives another: the word that says where it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.handover import (
    Handover,
    Promise,
    Step,
    after_step,
    need_standing,
    steps_of,
    work_standing,
)

TODAY = date(2026, 11, 20)
BEFORE, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
letters = st.sampled_from("aosx")
days = st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 10))


@pytest.mark.parametrize(
    ("promise", "giver", "taker", "standing"),
    [
        (Promise(by=LATER), "o", "o", Handover.ASKED),
        (Promise(by=LATER), "a", "a", Handover.ASKED),
        (Promise(by=BEFORE), "a", "a", Handover.LATE),
        (Promise(by=TODAY), "a", "a", Handover.ASKED),
        (Promise(by=BEFORE, promised=LATER), "a", "o", Handover.OPEN),
        (Promise(by=LATER, promised=LATER), "a", "a", Handover.AGREED),
        (Promise(promised=LATER), "a", "s", Handover.STALE),
        (Promise(promised=BEFORE), "x", "a", Handover.OBJECTED),
        (Promise(promised=LATER, delivered=BEFORE), "a", "s", Handover.DELIVERED),
        (Promise(promised=LATER, delivered=BEFORE, received=TODAY), "x", "x", Handover.RECEIVED),
        (Promise(by=BEFORE, declined="No."), "x", "x", Handover.DECLINED),
        (Promise(promised=LATER, not_yet="Two causes."), "a", "a", Handover.NOT_YET),
        (Promise(not_yet="Two causes."), "o", "o", Handover.NOT_YET),
        (Promise(promised=BEFORE, not_yet="Two causes."), "a", "a", Handover.LATE),
    ],
)
def test_a_need_says_the_most_pressing_thing(promise: Promise, giver: str, taker: str, standing: Handover) -> None:
    assert need_standing(promise, giver=giver, taker=taker, today=TODAY) is standing


@pytest.mark.parametrize(
    ("due", "done", "doer", "owner", "standing"),
    [
        (BEFORE, BEFORE, "x", "x", Handover.DONE),
        (BEFORE, None, "a", "a", Handover.LATE),
        (BEFORE, None, "s", "a", Handover.STALE),
        (None, None, "o", "a", Handover.ASKED),
        (LATER, None, "a", "o", Handover.OPEN),
        (None, None, "a", "a", Handover.AGREED),
    ],
)
def test_work_for_another_team_says_the_most_pressing_thing(
    due: date | None, done: date | None, doer: str, owner: str, standing: Handover
) -> None:
    assert work_standing(due=due, done=done, doer=doer, owner=owner, today=TODAY) is standing


@given(days, days, letters, letters)
def test_agreed_takes_both_teams_yes_and_time_left(
    by: date | None, promised: date | None, giver: str, taker: str
) -> None:
    standing = need_standing(Promise(by=by, promised=promised), giver=giver, taker=taker, today=TODAY)

    if standing is Handover.AGREED:
        assert (giver, taker) == ("a", "a")
        assert promised is not None
        assert promised >= TODAY


@given(days, days)
def test_a_promise_is_late_by_the_days_after_it_is_needed(by: date | None, promised: date | None) -> None:
    late = Promise(by=by, promised=promised).days_late

    assert late >= 0
    assert (late > 0) == (by is not None and promised is not None and promised > by)


@given(st.lists(st.sampled_from(Step), max_size=12), st.booleans())
def test_a_need_is_received_only_after_it_was_delivered(said: list[Step], is_declined: bool) -> None:
    promise = Promise(declined="No." if is_declined else None)
    for step in said:
        if step not in steps_of(promise):
            continue
        promise = after_step(promise, step, day=TODAY, missing="Two causes.")

        assert promise.delivered or not promise.received
        assert not (promise.delivered and promise.not_yet)
    assert not (is_declined and promise.delivered)


@pytest.mark.parametrize(
    ("before", "step", "back"),
    [
        (Promise(), Step.DELIVERED, Step.DELIVERY_TAKEN_BACK),
        (Promise(not_yet="Two causes."), Step.DELIVERED, Step.DELIVERY_TAKEN_BACK),
        (Promise(delivered=BEFORE), Step.RECEIVED, Step.RECEIPT_TAKEN_BACK),
    ],
)
def test_what_is_taken_back_leaves_the_need_as_it_was(before: Promise, step: Step, back: Step) -> None:
    after = after_step(before, step, day=TODAY)

    assert back in steps_of(after)
    assert after_step(after, back, day=LATER, missing=before.not_yet or "") == before

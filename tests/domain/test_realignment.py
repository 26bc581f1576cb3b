"""What a write means for realignments: the rules one by one, then any history against a plain model."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.realignment import (
    Followed,
    Held,
    Moved,
    PartOf,
    Place,
    State,
    Tally,
    Tracked,
    all_agreed,
    follow,
    state,
)
from accord.domain.standing import Standing

AGREED, STALE, OPEN, OBJECTED = Standing.AGREED, Standing.STALE, Standing.OPEN, Standing.OBJECTED
OURS, THEIRS = PartOf(1, 10, 4), PartOf(1, 20, 4)
PLACE = Place(1, 4)


def moved(before: Held | None, after: Held | None, part: PartOf = OURS) -> Moved:
    return Moved(part, before, after)


WENT_STALE = moved(Held(AGREED, "a"), Held(STALE, "b"))


def test_a_part_that_goes_stale_in_a_clause_agreed_by_all_opens_one() -> None:
    assert follow([WENT_STALE], [], {PLACE}).opens == [WENT_STALE]


def test_in_a_clause_still_negotiated_nothing_opens() -> None:
    followed = follow([WENT_STALE], [], set())

    assert (followed.opens, followed.touched) == ([], set())


def test_parts_of_two_agreements_open_one_together() -> None:
    elsewhere = moved(Held(AGREED, "c"), Held(STALE, "d"), PartOf(2, 10, 5))

    assert follow([WENT_STALE, elsewhere], [], {PLACE, Place(2, 5)}).opens == [WENT_STALE, elsewhere]


def test_what_goes_stale_in_a_clause_of_an_open_one_joins_it() -> None:
    followed = follow([WENT_STALE], [Tracked(7, THEIRS, "x")], set())

    assert (followed.joins, followed.joined, followed.opens) == ([(7, WENT_STALE)], {7}, [])


@pytest.mark.parametrize(
    ("case", "before", "after", "joins"),
    [
        ("stale and changed again", Held(STALE, "b"), Held(STALE, "c"), True),
        ("stale and taken back", Held(STALE, "b"), Held(AGREED, "a"), True),
        ("objected to and changed", Held(OBJECTED, "b"), Held(OBJECTED, "c"), True),
        ("settled and stale again", Held(AGREED, "b"), Held(STALE, "c"), True),
        ("settled and settled otherwise", Held(AGREED, "b"), Held(AGREED, "a"), False),
        ("answered", Held(STALE, "b"), Held(AGREED, "b"), False),
        ("gone", Held(STALE, "b"), None, False),
    ],
)
def test_a_change_joins_where_what_waits_is_changed(case: str, before: Held, after: Held | None, joins: bool) -> None:
    followed = follow([moved(before, after)], [Tracked(7, OURS, "a")], set())

    assert (followed.joined == {7}) is joins, case
    assert followed.touched == {7}


def test_a_part_with_what_it_held_before_is_restored_whatever_was_said_of_it() -> None:
    (stands,) = follow([moved(Held(OBJECTED, "b"), Held(OBJECTED, "a"))], [Tracked(7, OURS, "a")], set()).stands

    assert stands.is_restored


def test_a_part_that_left_is_not_restored() -> None:
    (stands,) = follow([moved(Held(STALE, "b"), None)], [Tracked(7, OURS, "a")], set()).stands

    assert (stands.now, stands.is_restored) == (None, False)


def test_who_comes_back_to_another_content_opens_or_joins() -> None:
    back = moved(None, Held(STALE, "b"))

    assert follow([back], [], {PLACE}).opens == [back]
    assert follow([back], [Tracked(7, THEIRS, "x")], set()).joins == [(7, back)]


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(has_parts=False, is_rewritten=False, waits=False, went_ahead=False), State.WITHDRAWN),
        (Tally(has_parts=True, is_rewritten=False, waits=True, went_ahead=True), State.REVERTED),
        (Tally(has_parts=True, is_rewritten=True, waits=True, went_ahead=True), State.OPEN),
        (Tally(has_parts=True, is_rewritten=True, waits=False, went_ahead=True), State.UNANSWERED),
        (Tally(has_parts=True, is_rewritten=True, waits=False, went_ahead=False), State.REALIGNED),
    ],
)
def test_how_one_stands(tally: Tally, expected: State) -> None:
    assert state(tally) is expected


def test_a_clause_is_agreed_by_all_or_it_is_not() -> None:
    assert all_agreed({PLACE: [AGREED, AGREED], Place(1, 5): [AGREED, OPEN]}) == {PLACE}


TEAMS, CLAUSES, TEXTS = (10, 20, 30), (1, 2), ("a", "b", "c")
PARTS = [PartOf(1, team, clause) for team in TEAMS for clause in CLAUSES]
Texts = dict[int, str]


class Kept:
    """An agreement of three parties in plain values, and its realignments kept as a service would keep them."""

    def __init__(self) -> None:
        self.texts: Texts = dict.fromkeys(CLAUSES, "a")
        self.yes = {part: {"a"} for part in PARTS}
        self.here = set(TEAMS)
        self.open: dict[int, dict[PartOf, str]] = {}
        self.ended: list[State] = []

    def change(self, texts: Texts) -> None:
        self.write(lambda: self.texts.update(texts))

    def agree(self, part: PartOf) -> None:
        self.write(lambda: self.yes[part].add(self.texts[part.clause]))

    def come_or_go(self, team: int) -> None:
        self.write(lambda: self.here.symmetric_difference_update({team}))

    def now(self) -> dict[PartOf, Held]:
        here = [part for part in PARTS if part.team in self.here]
        texts = {part: self.texts[part.clause] for part in here}
        return {part: Held(AGREED if text in self.yes[part] else STALE, text) for part, text in texts.items()}

    def write(self, act: Callable[[], object]) -> None:
        before = self.now()
        act()
        after = self.now()
        moves = [
            Moved(part, before.get(part), after.get(part)) for part in PARTS if before.get(part) != after.get(part)
        ]
        standings = {
            Place(1, clause): [h.standing for p, h in before.items() if p.clause == clause] for clause in CLAUSES
        }
        tracked = [Tracked(number, part, text) for number, parts in self.open.items() for part, text in parts.items()]
        self.keep(follow(moves, tracked, all_agreed(standings)))

    def keep(self, followed: Followed) -> None:
        number = len(self.ended) + len(self.open)
        new = [*followed.joins, *((number, moved) for moved in followed.opens)]
        for stands in followed.stands:
            if stands.now is None:
                del self.open[stands.tracked.realignment][stands.tracked.part]
        for into, came in new:
            held = came.before.fingerprint if came.before else "what it agreed to"
            self.open.setdefault(into, {})[came.part] = held
        for ended in followed.touched:
            self.end(ended)

    def end(self, number: int) -> None:
        held, parts = self.now(), self.open[number]
        tally = Tally(
            has_parts=bool(parts),
            is_rewritten=any(held[part].fingerprint != before for part, before in parts.items()),
            waits=any(held[part].standing is STALE for part in parts),
            went_ahead=False,
        )
        if (how := state(tally)) is not State.OPEN:
            self.ended.append(how)
            del self.open[number]

    def waiting(self) -> list[PartOf]:
        return [part for part, held in self.now().items() if held.standing is STALE]

    def asked(self) -> list[PartOf]:
        held = self.now()
        return [part for parts in self.open.values() for part in parts if held[part].standing is STALE]


changes = st.dictionaries(st.sampled_from(CLAUSES), st.sampled_from(TEXTS), min_size=1)
acts = st.lists(changes | st.sampled_from(PARTS) | st.sampled_from(TEAMS[1:]), max_size=25)


def done(each: Iterable[Texts | PartOf | int]) -> Kept:
    kept = Kept()
    for act in each:
        opened = len(kept.open) + len(kept.ended)
        if isinstance(act, dict):
            kept.change(act)
        elif isinstance(act, PartOf):
            kept.agree(act)
        else:
            kept.come_or_go(act)
        assert len(kept.open) + len(kept.ended) <= opened + 1
    return kept


@given(acts)
def test_whatever_waits_is_in_one_open_realignment_and_nothing_else_is_asked(each: list[Texts | PartOf | int]) -> None:
    kept = done(each)

    assert sorted(kept.asked()) == sorted(kept.waiting())
    clauses = [{part.clause for part in parts} for parts in kept.open.values()]
    assert sum(map(len, clauses)) == len(set().union(*clauses))


@given(acts)
def test_whatever_happened_all_yeses_together_leave_none_open(each: list[Texts | PartOf | int]) -> None:
    kept = done(each)
    for part in PARTS:
        kept.agree(part)

    assert (kept.open, kept.waiting()) == ({}, [])


@given(acts)
def test_whatever_happened_the_first_texts_leave_none_open(each: list[Texts | PartOf | int]) -> None:
    kept = done(each)
    kept.change(dict.fromkeys(CLAUSES, "a"))

    assert (kept.open, kept.waiting()) == ({}, [])

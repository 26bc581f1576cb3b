"""What a difference means for a team: earlier, less, asked for, and what no longer fits."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.differences import Difference, Said
from accord.domain.meaning import Around, Due, Meaning, few_words, meanings

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
NUMBERS = st.decimals(-1000, 1000, places=2)
AROUND = Around(teams={"retag": "support", "fix-sync": "product"})


def of(
    kind: str,
    identifier: str,
    field: str | None,
    before: Said,
    after: Said,
    *,
    team: str = "support",
    is_own: bool = False,
    around: Around = AROUND,
) -> list[Meaning]:
    return meanings([Difference(kind, identifier, field, before, after)], team, around, is_own=is_own)


@given(DAYS, DAYS)
def test_a_date_moves_by_days_and_earlier_is_less_than_nothing(was: date, now: date) -> None:
    (found,) = of("action", "retag", "due", was.isoformat(), now.isoformat())

    assert (found.code, found.is_ours) == ("moved", True)
    assert was + timedelta(days=int(found.by)) == now


@given(NUMBERS, NUMBERS)
def test_a_number_changes_by_what_is_between(was: Decimal, now: Decimal) -> None:
    (found,) = of("key_result", "fewer-tickets", "target", was, now)

    assert (found.code, was + found.by) == ("changed", now)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Counts rollbacks.", "Counts rollbacks and hotfixes.", ("added-words", "", "and hotfixes")),
        ("within 24 hours of it", "within 72 hours of it", ("other-words", "24", "72")),
        ("all tickets of the week", "all calendar tickets of the week", ("added-words", "", "calendar")),
        ("all calendar tickets of the week", "all tickets of the week", ("left-out-words", "calendar", "")),
        ("one two three four", "five six seven eight", ("reads-otherwise", "", "")),
        ("a 1 b c d 2 e f 3 g", "a 4 b c d 5 e f 6 g", ("reads-otherwise", "", "")),
        ("one", "one" + " word" * 11, ("reads-otherwise", "", "")),
    ],
)
def test_a_few_words_are_told_and_many_are_not(before: str, after: str, told: tuple[str, str, str]) -> None:
    assert few_words(before, after) == [told]


def test_two_places_are_told_each_by_itself() -> None:
    was, now = "a rollback within 24 hours", "a rollback or hotfix within 72 hours"

    assert few_words(was, now) == [("added-words", "", "or hotfix"), ("other-words", "24", "72")]


@given(st.text(max_size=40), st.text(max_size=40))
def test_told_words_stand_in_the_texts_they_are_told_of(before: str, after: str) -> None:
    told = few_words(before, after)

    assert told
    assert all(went in before and came in after for _, went, came in told)


def test_work_that_comes_and_goes_is_asked_of_whose_it_is() -> None:
    action: Said = {"id": "new-one", "team": "support"}

    assert [each.code for each in of("action", "new-one", None, None, action)] == ["asked"]
    assert [each.code for each in of("action", "new-one", None, action, None)] == ["no-longer-asked"]
    (theirs,) = of("action", "new-one", None, None, action, team="product", is_own=True)
    assert (theirs.code, theirs.team, theirs.is_ours, theirs.is_work) == ("new", "support", False, False)


def test_a_part_of_another_party_holds_only_its_own() -> None:
    """In its decomposition no team is said: what is there is the party's."""
    (found,) = of("action", "unknown", "due", "2026-11-13", "2026-11-08", around=Around())

    assert (found.is_ours, found.is_work) == (True, True)


def test_of_its_own_result_a_team_knows_what_others_do() -> None:
    (found,) = of("action", "retag", "due", "2026-11-13", "2026-11-08", team="product", is_own=True)

    assert (found.team, found.is_ours) == ("support", False)


def test_a_duty_that_takes_anothers_place_is_one_that_changed() -> None:
    before: Said = [{"team": "support", "does": "Samples 100."}, {"team": "finance", "does": "Pays."}]
    after: Said = [{"team": "support", "does": "Samples 50."}, {"team": "data", "does": "Counts."}]

    found = of("key_result", "fewer-tickets", "duties", before, after)

    assert [(each.code, each.team, each.is_ours) for each in found] == [
        ("changed", "support", True),
        ("new", "data", False),
        ("gone", "finance", False),
    ]


def test_a_guardrail_is_watched_or_no_longer() -> None:
    found = of("key_result", "fewer-tickets", "guardrails", ["cost", "churn"], ["churn", "speed"])

    assert [(each.code, each.id) for each in found] == [("watched", "speed"), ("unwatched", "cost")]


def test_what_two_clauses_tell_alike_is_told_once() -> None:
    action: Said = {"id": "new-one", "team": "support"}
    twice = [Difference("action", "new-one", None, None, action)] * 2

    assert len(meanings(twice, "support", AROUND, is_own=False)) == 1


def late(promised: date | None, *, by: date | None = None, action_due: date | None = None) -> Around:
    action = "fix-sync" if action_due else ""
    return Around(AROUND.teams, [Due("tags", "support", promised, by, action, action_due)])


@given(DAYS, DAYS)
def test_a_promise_after_the_action_that_waits_for_it_does_not_fit(promised: date, due: date) -> None:
    found = of("need", "tags", "promised", "2019-01-01", promised.isoformat(), around=late(promised, action_due=due))

    misfits = [each for each in found if each.code == "too-late-for"]
    assert bool(misfits) == (promised > due)
    assert all(each.by == (promised - due).days and each.other == "fix-sync" for each in misfits)


def test_an_action_that_is_due_earlier_may_no_longer_be_in_time_for_what_it_waits_for() -> None:
    around = late(date(2026, 12, 18), action_due=date(2026, 12, 11))

    found = of("action", "fix-sync", "due", "2026-12-20", "2026-12-11", team="product", is_own=True, around=around)

    assert [(each.code, int(each.by)) for each in found] == [("moved", -9), ("too-late-for", 7)]


def test_a_promise_after_it_is_needed_is_told_to_whoever_needs_or_gives_it_and_not_where_nothing_of_it_moved() -> None:
    around = late(date(2026, 12, 18), by=date(2026, 12, 11))

    assert [each.code for each in of("need", "tags", "by", "2026-12-20", "2026-12-11", around=around)] == [
        "moved",
        "too-late",
    ]
    assert [each.code for each in of("key_result", "x", "title", "A b", "A c", around=around)] == ["other-words"]


def test_what_goes_is_told_once_though_it_stood_in_two_clauses() -> None:
    gone = [
        Difference("action", "retag", None, {"title": "Re-tag", "due": "2026-11-13"}, None),
        Difference("action", "retag", None, {"team": "support"}, None),
        Difference("action", "retag", "due", "2026-11-13", "2026-11-14"),
    ]

    found = meanings(gone, "support", AROUND, is_own=False)

    assert [each.code for each in found] == ["no-longer-asked", "moved"]

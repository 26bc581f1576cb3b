"""A need that is asked of another team: what the earlier team said to it is that team's word, and ends with it."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.descriptions import Described
from accord.domain.new_things import blank
from accord.domain.plan import PROVIDERS_WORD
from accord.domain.plan_changes import compare, tomorrow, without_another_teams_word

KEY = ("need", "tags")
days = st.none() | st.dates(date(2026, 10, 1), date(2026, 10, 3))
teams = st.sampled_from(["support", "finance"])
words = st.fixed_dictionaries(
    {"promised": days, "provided_by": st.sampled_from([None, "retag"]), "declined": st.sampled_from([None, "No."]),
     "delivered": days, "received": days}
)  # fmt: skip


def need(team: str, said: dict[str, Any], alone: Any = ()) -> Described:
    fields = blank("need") | {"key_result": "fewer-tickets", "from": team, "what": "Tags"} | said
    return Described(*KEY, fields, frozenset(alone))


@given(asked=teams, said=words, then=teams, stated=words, silent=st.sets(st.sampled_from(PROVIDERS_WORD)))
def test_a_plan_keeps_what_it_is_silent_about_only_of_the_team_that_said_it(
    asked: str, said: dict[str, Any], then: str, stated: dict[str, Any], silent: set[str]
) -> None:
    today = {KEY: need(asked, said)}
    told = {name: None if name in silent else value for name, value in stated.items()}

    (found,) = tomorrow(today, compare(today, [need(then, told, silent)])).values()

    kept = said if asked == then else dict.fromkeys(PROVIDERS_WORD)
    assert {name: found.fields[name] for name in PROVIDERS_WORD} == {
        name: kept[name] if name in silent else stated[name] for name in PROVIDERS_WORD
    }
    assert not compare({KEY: found}, [need(then, told, silent)])


@given(said=words, then=teams)
def test_nothing_else_of_it_changes(said: dict[str, Any], then: str) -> None:
    before = need("support", said).fields
    after = {**before, "from": then, "what": "More tags"}

    found = without_another_teams_word("need", before, after, {"from", "what"})

    assert {name: value for name, value in found.items() if name not in PROVIDERS_WORD} == {
        name: value for name, value in after.items() if name not in PROVIDERS_WORD
    }
    assert without_another_teams_word("action", before, after, ()) == after

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.answering import TeamPeople, answerers, own_teams, successor, teams_answered_for

TEAMS = {
    "company": TeamPeople(leads=("ceo",)),
    "product": TeamPeople(parent="company", leads=("pia",), delegates=("dan", "ada")),
    "design": TeamPeople(parent="product", members=("mia",)),
    "type": TeamPeople(parent="design"),
    "old-type": TeamPeople(parent="company", leads=("otto",), succeeded_by="type"),
    "older-type": TeamPeople(succeeded_by="old-type"),
    "letters": TeamPeople(parent="old-type"),
    "alone": TeamPeople(members=("sol",)),
}


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        pytest.param("company", ("ceo",), id="its lead"),
        pytest.param("product", ("ada", "dan", "pia"), id="its lead and delegates"),
        pytest.param("design", ("ada", "dan", "pia"), id="members do not answer; the team above does"),
        pytest.param("type", ("ada", "dan", "pia"), id="the nearest team above that has any"),
        pytest.param("old-type", ("ada", "dan", "pia"), id="one that ended is answered for as its successor"),
        pytest.param("older-type", ("ada", "dan", "pia"), id="along the whole chain"),
        pytest.param("letters", ("ada", "dan", "pia"), id="what is above it may have ended too"),
        pytest.param("alone", (), id="nobody above"),
        pytest.param("unknown", (), id="no such team"),
    ],
)
def test_who_may_answer_for_a_team(team: str, expected: tuple[str, ...]) -> None:
    assert answerers(team, TEAMS) == expected


def test_what_one_person_answers_for_and_may_change() -> None:
    assert teams_answered_for("ceo", TEAMS) == {"company"}
    assert teams_answered_for("dan", TEAMS) == {"product", "design", "type", "old-type", "older-type", "letters"}
    assert teams_answered_for("otto", TEAMS) == frozenset()
    assert teams_answered_for("mia", TEAMS) == frozenset()
    assert own_teams("mia", TEAMS) == {"design"}
    assert own_teams("sol", TEAMS) == {"alone"}
    assert own_teams("otto", TEAMS) == frozenset()


names = st.sampled_from(["t0", "t1", "t2", "t3", "t4"])
people = st.lists(st.sampled_from(["p", "q"]), max_size=1).map(tuple)
organizations = st.dictionaries(
    names,
    st.builds(
        TeamPeople,
        parent=st.none() | names,
        leads=people,
        delegates=people,
        succeeded_by=st.none() | names,
        members=people,
    ),
)


@given(organizations)
def test_a_person_answers_for_exactly_the_teams_that_name_the_person(teams: dict[str, TeamPeople]) -> None:
    """Even where parents and successors run in circles, as no reader would let them."""
    for person in ("p", "q"):
        assert teams_answered_for(person, teams) == {team for team in teams if person in answerers(team, teams)}
        assert teams_answered_for(person, teams) <= own_teams(person, teams)


@given(organizations, names, names)
def test_an_ended_team_is_answered_for_like_its_successor(teams: dict[str, TeamPeople], ended: str, heir: str) -> None:
    teams = {name: replace(team, succeeded_by=None) for name, team in teams.items()}
    if ended == heir or heir not in teams:
        return
    teams[ended] = TeamPeople(leads=("q",), succeeded_by=heir)
    assert successor(ended, teams) == heir
    assert answerers(ended, teams) == answerers(heir, teams)

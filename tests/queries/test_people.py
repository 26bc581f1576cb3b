"""The one statement that finds a person's teams says what the domain says over the whole organization."""

import random

import pytest

from accord.domain import answering
from accord.models import Membership, Person, Team
from accord.queries.people.people import team_people, teams_of

pytestmark = pytest.mark.django_db
ROLES = ["lead", "delegate", "member"]


@pytest.mark.parametrize("seed", range(40))
def test_the_statement_agrees_with_the_domain_on_any_organization(seed: int) -> None:
    chance = random.Random(seed)
    people = [Person.objects.create(key=f"p{n}", name=f"P {n}") for n in range(6)]
    teams = grown(chance, 14)
    for team in teams:
        for person in chance.sample(people, chance.choice([0, 0, 1, 1, 2, 3])):
            Membership.objects.create(team=team, person=person, role=chance.choice(ROLES))

    everybody = team_people()

    for person in people:
        own, answers_for = teams_of(person)
        assert answers_for == answering.teams_answered_for(person.key, everybody)
        assert own == answering.own_teams(person.key, everybody)


def grown(chance: random.Random, size: int) -> list[Team]:
    """A random tree of teams, some of them ended, with chains of successors."""
    teams: list[Team] = []
    for n in range(size):
        parent = chance.choice([None, *teams])
        heir = chance.choice([None, None, None, *teams]) if teams else None
        teams.append(Team.objects.create(key=f"t{n}", name=f"T {n}", code="T", parent=parent, succeeded_by=heir))
    return teams

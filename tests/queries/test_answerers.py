"""Who answers for a few teams: found by one statement, and the same as working it out over the whole organization."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accord.domain.answering import answerers
from accord.models import Membership, Person, Team
from accord.queries.people.answerers import answerers_of
from accord.queries.people.people import team_people

TEAMS, PEOPLE = 6, 3
# Each team: the team above it, the one that succeeds it, and what each person is in it.
above = st.one_of(st.none(), st.integers(0, TEAMS - 1))
roles = st.lists(st.sampled_from(["", "", "lead", "delegate", "member"]), min_size=PEOPLE, max_size=PEOPLE)
organizations = st.lists(st.tuples(above, above, roles), min_size=TEAMS, max_size=TEAMS)


class TestAnswerers(TestCase):
    @given(organizations)
    def test_it_is_what_the_domain_says(self, organization: list[tuple[int | None, int | None, list[str]]]) -> None:
        teams = [Team.objects.create(key=f"t{n}", name=f"T {n}", code="TTT") for n in range(TEAMS)]
        people = [Person.objects.create(key=f"p{n}", name=f"P {n}") for n in range(PEOPLE)]
        for number, (parent, heir, held) in enumerate(organization):
            # Upwards only: neither trees nor successors go round in a circle.
            teams[number].parent = teams[parent] if parent is not None and parent < number else None
            teams[number].succeeded_by = teams[heir] if heir is not None and heir > number and not parent else None
            teams[number].save()
            rows = ((person, role) for person, role in zip(people, held, strict=True) if role)
            Membership.objects.bulk_create(Membership(team=teams[number], person=p, role=role) for p, role in rows)

        found = answerers_of([team.pk for team in teams])

        known = team_people()
        expected = {(team.key, person) for team in teams for person in answerers(team.key, known)}
        keys = {team.pk: team.key for team in teams}
        names = {person.pk: person.key for person in people}
        assert {(keys[team], names[person]) for person, all_ in found.items() for team in all_} == expected

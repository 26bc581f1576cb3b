"""Who is in which team, and who answers for whom."""

from collections import defaultdict

from accord.domain import answering
from accord.domain.answering import TeamPeople
from accord.models import Membership, Person, Team, User


def team_people() -> dict[str, TeamPeople]:
    """Every team's place in the tree and its people, by ids in the plan: two statements."""
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for team, person, role in Membership.objects.values_list("team__key", "person__key", "role"):
        roles[team][role].append(person)
    return {
        key: TeamPeople(
            parent=parent,
            leads=tuple(roles[key]["lead"]),
            delegates=tuple(roles[key]["delegate"]),
            succeeded_by=heir,
            members=tuple(roles[key]["member"]),
        )
        for key, parent, heir in Team.objects.values_list("key", "parent__key", "succeeded_by__key")
    }


def teams_answered_for(person: Person | None) -> frozenset[str]:
    """Ids of the teams for which a person may answer today."""
    return answering.teams_answered_for(person.key, team_people()) if person else frozenset()


def is_admin(person: Person | None) -> bool:
    """Whether a person has an account that administers the installation."""
    return person is not None and User.objects.filter(person=person, is_admin=True, is_active=True).exists()

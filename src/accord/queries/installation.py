"""What an installation is for: whose it is, who works there, and who may look around in a demo."""

from dataclasses import dataclass

from accord.models import Cycle, KeyResult, Membership, Organization, Person, Team, User
from accord.models.objectives import key_result_in_sight
from accord.queries.access import NotVisible


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can be in the demo: the account's row id, and what to show beside the button.

    `teams` are (name, role) of each team the person is in, what they lead first.
    """

    account: int
    key: str
    name: str
    email: str
    is_admin: bool
    teams: tuple[tuple[str, str], ...]

    @property
    def leads(self) -> bool:
        return any(role != Membership.Role.MEMBER for _, role in self.teams)


def is_empty() -> bool:
    """Whether no plan has been applied yet."""
    return not Organization.objects.exists()


def name() -> str:
    """Whose installation this is; nothing before the first plan."""
    return Organization.objects.values_list("name", flat=True).first() or ""


def has_accounts() -> bool:
    """Whether anybody can sign in."""
    return User.objects.exists()


def person_by_email(email: str) -> Person | None:
    """The person of the plan with this e-mail, whatever its case; an account is not needed."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def team_keys() -> frozenset[str]:
    """The ids of all teams, ended ones too."""
    return frozenset(Team.objects.values_list("key", flat=True))


def published_key_result(cycle: Cycle, key: str) -> KeyResult:
    """A key result that everybody may read, as the shell's operator asks for it; raises NotVisible."""
    found = KeyResult.objects.filter(key_result_in_sight(), cycle=cycle, key=key)
    key_result: KeyResult | None = found.select_related("objective__team", "cycle", "agreement").first()
    if key_result is None:
        raise NotVisible
    return key_result


def demo_people() -> list[DemoPerson]:
    """Everybody one can sign in as in the demo: who leads a team first, in the plan's order."""
    places: dict[int, list[tuple[str, str]]] = {}
    ranked = Membership.objects.order_by("team__position", "team__id", "position")
    for person, team, role in ranked.values_list("person_id", "team__name", "role"):
        places.setdefault(person, []).append((team, role))
    accounts = User.objects.filter(is_active=True, person__isnull=False).select_related("person")
    people = [_demo_person(account, places) for account in accounts.order_by("person__position", "person__id")]
    return sorted(people, key=lambda each: not each.leads)


def _demo_person(account: User, places: dict[int, list[tuple[str, str]]]) -> DemoPerson:
    person = account.person
    if person is None:
        raise NotVisible
    roles = [role.value for role in Membership.Role]
    teams = sorted(places.get(person.pk, []), key=lambda place: roles.index(place[1]))
    return DemoPerson(account.pk, person.key, person.name, account.email, account.is_admin, tuple(teams))

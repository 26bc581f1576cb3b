"""Departments of teams that need things from each other: a key result for every two teams of which one needs the other.

Alice leads Making 1, Bob leads Selling 1; all other teams have no lead, so that Ada, who leads the company, answers for
them. Carol is in no team.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from accord.domain.plan import Action, KeyResult, Member, Need, Objective, Plan, Team
from accord.models import Cycle, Party, Person, User
from accord.models import KeyResult as Row
from accord.queries import access
from accord.queries.access import Reader
from accord.services.agreements import answers
from accord.services.agreements.answers import Answered, Seen
from accord.services.plans import plans
from accord.services.plans.plans import Manner
from accord.services.telling.events import Actor
from tests import world as cast
from tests.built_once import built_once
from tests.world import CLAUSES, START, Clock

DEPARTMENTS = ("making", "selling", "running")
LEADS = {"making-1": "alice", "selling-1": "bob", "north": "ada"}
Needs = Mapping[tuple[str, str], int]  # how many things a team needs from another
SOME: Needs = {
    ("making-1", "selling-1"): 2,
    ("selling-1", "making-1"): 1,
    ("making-2", "making-1"): 1,
    ("running-1", "making-1"): 3,
}


@dataclass
class MatrixWorld:
    """The installation, and what tests do in it."""

    clock: Clock
    cycle: Cycle

    def account(self, person: str) -> User:
        found = Person.objects.get(key=person)
        return User.objects.get_or_create(email=found.email, defaults={"person": found, "added_at": START})[0]

    def reader(self, person: str = "carol") -> Reader:
        return access.reader(self.account(person))

    def actor(self, person: str) -> Actor:
        found = Person.objects.get(key=person)
        return Actor(found, "web", found.email or "")

    def agree(self, taker: str, giver: str, *teams: str) -> None:
        """Teams agree to their parts, by default the two."""
        row = Row.objects.select_related("cycle").get(key=of(taker, giver))
        for team in teams or (taker, giver):
            answers.agree(row, self._seen(row, team), by=self.actor(LEADS.get(team, "ada")), clock=self.clock)

    def object(self, taker: str, giver: str, team: str, reason: str) -> Answered:
        row = Row.objects.select_related("cycle").get(key=of(taker, giver))
        seen = self._seen(row, team)[3]
        return answers.object_to(row, seen, reason=reason, by=self.actor(LEADS.get(team, "ada")), clock=self.clock)

    def apply(self, plan: Plan, *, draft: bool = False) -> None:
        by = Actor(None, "shell")
        plans.apply_plan(plan, by=by, clock=self.clock, manner=Manner(draft=draft))

    def _seen(self, row: Row, team: str) -> list[Seen]:
        party = Party.objects.get(agreement_id=row.pk, team__key=team)
        return [Seen(team, clause, party.fingerprints[clause.number - 1]) for clause in CLAUSES]


def of(taker: str, giver: str) -> str:
    """The id of the key result in which one needs the other."""
    return f"{taker}-by-{giver}"


def build(needs: Needs = SOME, *, each: int = 3) -> MatrixWorld:
    """Departments of `each` teams."""
    return _built(tuple(needs.items()), each)


@built_once
def _built(needs: tuple[tuple[tuple[str, str], int], ...], each: int) -> MatrixWorld:
    world = MatrixWorld(Clock(), Cycle())
    world.apply(the_plan(dict(needs), each=each))
    world.cycle = Cycle.objects.get()
    return world


def the_plan(needs: Needs, *, each: int = 3) -> Plan:
    """The plan as it begins."""
    began = cast.the_plan()
    objectives = [
        _objective(taker, [(giver, n) for (t, giver), n in needs.items() if t == taker]) for taker in _takers(needs)
    ]
    return replace(began, teams=tuple(_teams(each)), metrics=(), objectives=tuple(objectives))


def _takers(needs: Needs) -> Iterable[str]:
    return dict.fromkeys(taker for taker, _ in needs)


def _teams(each: int) -> Iterable[Team]:
    yield Team("north", "Northwind", members=(Member("ada", "lead"),))
    for department in DEPARTMENTS:
        yield Team(department, department.title(), parent="north")
        for number in range(1, each + 1):
            key = f"{department}-{number}"
            leads = (Member(LEADS[key], "lead"),) if key in LEADS else ()
            yield Team(key, f"{department.title()} {number}", parent=department, members=leads)


def _objective(taker: str, givers: Iterable[tuple[str, int]]) -> Objective:
    return Objective(
        f"o-{taker}", taker, f"What {taker} wants", key_results=tuple(_result(taker, *each) for each in givers)
    )


def _result(taker: str, giver: str, things: int) -> KeyResult:
    key = of(taker, giver)
    needs = tuple(Need(f"{key}-{n}", giver, f"Thing {n}") for n in range(1, things + 1))
    return KeyResult(key, f"{taker} with {giver}", needs=needs, actions=(Action(f"{key}-do", "Do it", taker),))

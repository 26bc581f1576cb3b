"""Every pull on one person, on one line of time: which team asks for what by when, and weeks that ask for too much."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accord.domain.workload import Week, Work, monday_of, weeks
from accord.models import Cycle, Membership
from accord.queries import calendar
from accord.queries.names import TeamName
from accord.queries.people.persons import Carried
from accord.queries.prepared import Prepared

OVER = frozenset({"done", "delivered", "received"})  # nobody waits for this person any more


@dataclass(frozen=True, slots=True)
class Pull:
    """What one team asks of somebody, the soonest first, and who leads it."""

    team: TeamName
    led_by: Sequence[str]
    carried: Sequence[Carried]


@dataclass(frozen=True, slots=True)
class PersonTime:
    """A person's time in a cycle. `weeks` is empty where no action that is still to do says its effort;
    `unsized` counts those that say a date and no effort.
    """

    start: date
    end: date
    pulls: Sequence[Pull]
    weeks: Sequence[Week]
    unsized: int

    @property
    def crowded(self) -> list[Week]:
        """Weeks that ask for more days than they have, the soonest first."""
        return [week for week in self.weeks if week.over > 0]

    def team(self, key: str) -> TeamName:
        """A team that pulls, by its id."""
        return next(pull.team for pull in self.pulls if pull.team.key == key)

    @property
    def biggest(self) -> list[TeamName]:
        """Teams by the days they ask for in these weeks, most first."""
        asked = {pull.team.key: sum(week.by_team.get(pull.team.key, 0) for week in self.weeks) for pull in self.pulls}
        return [self.team(key) for key, days in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0])) if days]


def person_time(carried: Iterable[Carried], cycle: Cycle, *, today: date) -> PersonTime:
    """What is carried in a cycle, by the team that asks for it, and the days that it asks for; two statements.

    Weeks are shown from the present one on while the cycle runs.
    """
    known = list(carried)
    to_do = [each for each in known if each.kind == "action" and each.due and each.state not in OVER]
    work = [
        Work(each.team.key, each.title, each.due, each.effort) for each in to_do if each.due and each.effort is not None
    ]
    start = max(cycle.start, today) if today <= cycle.end else cycle.start
    asked = weeks(work, start=start, end=cycle.end, holidays=calendar.holidays()) if work else []
    return PersonTime(
        start=monday_of(min([cycle.start, *(each.due for each in known if each.due)])),
        end=max([cycle.end, *(each.due for each in known if each.due)]),
        pulls=_pulls(known),
        weeks=asked if any(week.days for week in asked) else [],
        unsized=sum(each.effort is None for each in to_do if each.due),
    )


def _pulls(carried: Sequence[Carried]) -> list[Pull]:
    by_team: dict[TeamName, list[Carried]] = defaultdict(list)
    for each in carried:
        by_team[each.team].append(each)
    leads = _leads([team.key for team in by_team])
    return [Pull(team, leads[team.key], found) for team, found in by_team.items()]


def _leads(teams: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for team, name in _LEADS(teams=teams):
        found[team].append(name)
    return found


_LEADS = Prepared(
    lambda teams: (
        Membership.objects.filter(team__key__amongst=teams, role=Membership.Role.LEAD)
        .order_by("position", "id")
        .values_list("team__key", "person__name")
    ),
    teams=list,
)

"""Which two teams clash, by what the checks found: opposed goals, a tension between them, a circle of waiting."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef

from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.keeping import Key, read
from accord.models import Cycle, KeyResult, Need
from accord.models import Finding as Row
from accord.queries.check_opinion import acceptances, check_settings
from accord.queries.needing import Teams

CIRCLE, OPPOSED, TENSION = "AL305", "AL601", "AL602"
CODES = (CIRCLE, OPPOSED, TENSION)
NOTHING: Set[int] = frozenset()


@dataclass(slots=True)
class Sides:
    """Findings with two sides, by the teams (row ids) that stand on each: too many pairs to list them."""

    one: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    other: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, finding: int, one: Iterable[int], other: Iterable[int]) -> None:
        """Put these teams on the two sides of a finding."""
        for team in one:
            self.one[team].add(finding)
        for team in other:
            self.other[team].add(finding)

    def part(self, team: int, from_team: int) -> bool:
        """Whether two teams stand on different sides of any finding."""
        theirs = self.other.get(from_team, NOTHING), self.one.get(from_team, NOTHING)
        ours = self.one.get(team, NOTHING), self.other.get(team, NOTHING)
        return not ours[0].isdisjoint(theirs[0]) or not ours[1].isdisjoint(theirs[1])


@dataclass(slots=True)
class Clashes:
    """What the checks found between teams."""

    circles: set[tuple[int, int]] = field(default_factory=set)  # of a team and the one it waits for
    opposed: Sides = field(default_factory=Sides)
    tensions: Sides = field(default_factory=Sides)

    def __bool__(self) -> bool:
        return bool(self.circles or self.opposed.one or self.tensions.one)

    def code(self, taker: int, giver: int) -> str | None:
        """The gravest that was found between a team and one that it needs something from (row ids)."""
        if (taker, giver) in self.circles:
            return CIRCLE
        if self.opposed.part(taker, giver):
            return OPPOSED
        return TENSION if self.tensions.part(taker, giver) else None


def clashes(cycle: Cycle, teams: Teams, *, today: date) -> Clashes:
    """The open findings of a cycle that two teams have with each other; what is accepted or off is none."""
    found = _findings(cycle, today)
    if not found:
        return Clashes()
    mine = _Teams.of(cycle, found, teams)
    clashing = Clashes()
    for number, each in enumerate(found):
        if each.code == OPPOSED:
            clashing.opposed.add(number, mine.named(each, "up"), mine.named(each, "down"))
        elif each.code == TENSION:
            clashing.tensions.add(number, mine.of_key_results([each.subject]), mine.of_key_results(each.related))
        else:
            clashing.circles |= mine.waiting([each.subject, *each.related])
    return clashing


def _findings(cycle: Cycle, today: date) -> list[Finding]:
    wanted = [code for code in CODES if code not in check_settings().opinion.off]
    same = acceptances(cycle, today=today).filter(code=OuterRef("code"), subject=OuterRef("subject"))
    rows = Row.objects.filter(~Exists(same.order_by()), cycle=cycle, mended_at=None, code__in=wanted)
    columns = ("code", "kind", "subject", "mark", "related", "facts")
    return [
        read(Key(*key), related, facts) for *key, related, facts in rows.order_by("code", "id").values_list(*columns)
    ]


@dataclass(frozen=True, slots=True)
class _Teams:
    """Whose the things are that findings name, by row ids of today's teams."""

    teams: Teams
    key_results: Mapping[str, int]
    needs: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, cycle: Cycle, findings: Collection[Finding], teams: Teams) -> "_Teams":
        spoken_of = {ref for each in findings for ref in (each.subject, *each.related)}
        keys = {kind: [ref.id for ref in spoken_of if ref.kind is kind] for kind in (Kind.KEY_RESULT, Kind.NEED)}
        results = KeyResult.objects.filter(cycle=cycle, key__amongst=keys[Kind.KEY_RESULT])
        needs = Need.objects.filter(cycle=cycle, key__amongst=keys[Kind.NEED])
        whose = needs.values_list("key", "key_result__objective__team", "provider").order_by()
        return cls(
            teams,
            {key: teams.stands(team) for key, team in results.values_list("key", "objective__team").order_by()},
            {key: (teams.stands(taker), teams.stands(giver)) for key, taker, giver in whose},
        )

    def named(self, finding: Finding, side: str) -> list[int]:
        refs = cast("tuple[Ref, ...]", finding.facts[side])
        return [self.teams.stands(self.teams.rows[ref.id].id) for ref in refs if ref.id in self.teams.rows]

    def of_key_results(self, refs: Iterable[Ref]) -> set[int]:
        return {self.key_results[ref.id] for ref in refs if ref.kind is Kind.KEY_RESULT and ref.id in self.key_results}

    def waiting(self, refs: Iterable[Ref]) -> set[tuple[int, int]]:
        return {self.needs[ref.id] for ref in refs if ref.id in self.needs}

"""What a change ended between two teams: what one had promised or agreed to do, and what it was asked and declined."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from accord.models import Action, Answer, Need, Revision, Team
from accord.models.telling import Notice
from accord.queries.names import TeamName

GIVEN_TO = {"need": "from", "action": "team"}  # the field that says which team is asked
WORD = frozenset({"promised", "provided_by", "delivered"})  # by which a team is at it, or was
OVER = frozenset({"declined", "received", "done"})  # nobody was waiting for that team any more
Thing = tuple[str, int]  # kind and row id


class Ended(NamedTuple):
    """A team (row id) hears that it is asked no longer, or that what it asked for was declined."""

    team: int
    thing: Thing


@dataclass(frozen=True, slots=True)
class EndedAsk:
    """What a letter says of it: the thing, its key result (`key`, `title`, `cycle`), who asked, and who was asked.

    `now` is the team that is asked instead. `reason` is the no, where it was declined.
    """

    what: str
    key: str
    title: str
    cycle: str
    asking: TeamName
    asked: TeamName
    now: TeamName | None = None
    reason: str = ""


@dataclass(slots=True)
class _Said:
    """What the revisions of one change say of asks: which team (id in the plan) each was given to until then."""

    until_then: dict[Thing, str] = field(default_factory=dict)
    promised: set[Thing] = field(default_factory=set)
    over: set[Thing] = field(default_factory=set)
    declined: set[Thing] = field(default_factory=set)

    def hear(self, thing: Thing, name: str | None, before: Any, after: Any) -> None:
        """One revision: of a field, or of the thing's going."""
        if name is None and after is None and before:
            for each, value in before.items():
                self.hear(thing, each, value, None)
        elif before is not None and name == GIVEN_TO[thing[0]]:
            self.until_then[thing] = before
        elif before is not None and name in WORD:
            self.promised.add(thing)
        elif before is not None and name in OVER:
            self.over.add(thing)
        elif name == "declined" and after is not None:
            self.declined.add(thing)


def let_go_by(change: int) -> list[Ended]:
    """Asks that a change dropped, or gave to another team, each with the team that had promised or agreed to them."""
    said = _said(change)
    asks = {thing: team for thing, team in said.until_then.items() if thing not in said.over}
    teams = dict(Team.objects.filter(key__amongst=set(asks.values())).values_list("key", "id"))
    places = _places(asks)
    others = {thing: teams[team] for thing, team in asks.items() if team in teams and thing in places}
    agreed = _agreed({places[thing][0] for thing in others}, others.values())
    return [
        Ended(team, thing)
        for thing, team in others.items()
        if team != places[thing][1] and (thing in said.promised or (places[thing][0], team) in agreed)
    ]


def declined_by(change: int) -> list[Ended]:
    """Asks to which a change says no, each with the team that asked."""
    declined = _said(change).declined
    return [Ended(team, thing) for thing, (_, team) in _places(declined).items()]


def ended_asks(notice: Notice) -> tuple[list[EndedAsk], list[EndedAsk]]:
    """Of what was let go and what was declined (the notice's data), what is still so; two statements for each."""
    return _still(notice.data.get("let_go", ()), declined=False), _still(notice.data.get("declined", ()), declined=True)


def _said(change: int) -> _Said:
    said = _Said()
    rows = Revision.objects.filter(change=change, kind__in=list(GIVEN_TO)).order_by("id")
    for kind, item, *revised in rows.values_list("kind", "item", "field", "before", "after"):
        said.hear((kind, item), *revised)
    return said


def _places(things: Iterable[Thing]) -> dict[Thing, tuple[int, int]]:
    """The key result and the team (row ids) that each thing is asked for by."""
    found: dict[Thing, tuple[int, int]] = {}
    for kind, rows in _by_kind(things).items():
        wanted = TABLES[kind].objects.filter(id__amongst=rows, key_result__published_at__isnull=False)
        for pk, key_result, team in wanted.values_list("id", "key_result_id", "key_result__objective__team_id"):
            found[kind, pk] = key_result, team
    return found


def _agreed(key_results: Collection[int], teams: Collection[int]) -> set[tuple[int, int]]:
    """Which teams ever agreed to a part of which agreements."""
    said = Answer.objects.filter(key_result_id__amongst=key_results, team_id__amongst=teams, kind=Answer.Kind.AGREE)
    return set(said.order_by().values_list("key_result_id", "team_id").distinct())


def _still(told: Collection[tuple[int, tuple[str, int]]], *, declined: bool) -> list[EndedAsk]:
    asks = {(kind, item): team for team, (kind, item) in told}
    names = {row[0]: TeamName(*row[1:]) for row in _names(asks.values())} if asks else {}
    rows = [(kind, row) for kind, ids in _by_kind(asks).items() for row in _rows(kind, ids)]
    found = [
        _ask(row, row.provider if kind == "need" else row.team, names[asks[kind, row.pk]], declined=declined)
        for kind, row in rows
    ]
    return [each for each in found if each]


def _names(teams: Iterable[int]) -> Iterable[tuple[int, str, str, str]]:
    return Team.objects.filter(id__amongst=set(teams)).values_list("id", "key", "name", "code")


def _rows(kind: str, ids: Collection[int]) -> list[Any]:
    given = "provider" if kind == "need" else "team"
    wanted = TABLES[kind].objects.filter(id__amongst=ids).order_by("position", "id")
    return list(wanted.select_related(given, "key_result__objective__team", "cycle"))


def _ask(row: Any, given_to: Team | None, told: TeamName, *, declined: bool) -> EndedAsk | None:
    """None where it was taken back since."""
    now = _name(given_to) if given_to and row.dropped_at is None else None
    reason = getattr(row, "declined", None) or ""
    if (not reason or now is None) if declined else now == told and not reason:
        return None
    result = row.key_result
    asking, asked = _name(result.objective.team), now if declined and now else told
    what = row.what if isinstance(row, Need) else row.title
    instead = now if not declined and now != told else None
    return EndedAsk(what, result.key, result.title, row.cycle.key, asking, asked, instead, reason if declined else "")


def _name(team: Team) -> TeamName:
    return TeamName(team.key, team.name, team.code)


def _by_kind(things: Iterable[Thing]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for kind, item in things:
        found[kind].append(item)
    return found


TABLES: Mapping[str, Any] = {"need": Need, "action": Action}

"""What each team that shares an agreement with the reviewing one is to be told: exactly what concerns it, no more."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max, Q

from accord.domain import kept, updating
from accord.domain.handover import Handover, work_standing
from accord.domain.reviewing import Document
from accord.domain.scoring import whole_percent
from accord.domain.updating import NOTHING_TOLD, Content, Promise, Support, Told
from accord.models import Action, Contribution, Update, Use
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.agreements import standings
from accord.queries.agreements.facts import successors
from accord.queries.agreements.shared_wording import Item, SharedTexts, reworded
from accord.queries.agreements.standings import AgreementStanding
from accord.queries.asks.handovers import RESPONSIBILITIES, NeedLine
from accord.queries.check_ins import progress
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.reviews import sharing
from accord.queries.reviews.review_material import Material

Row = Mapping[str, Any]
Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)
_Part = tuple[str, int | None]  # what clauses hold: kind and row id, none where there is no such thing
ACCEPTED = Contribution.Status.ACCEPTED


@dataclass(frozen=True, slots=True)
class ToTell:
    """A team (row id) and what it is told; `answer_by` is the day by which it was asked for that already, if it was."""

    row: int
    team: TeamName
    content: Content
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands between the reviewing team and all others, read once and sorted by who answers today (ids)."""

    material: Material
    shared: Mapping[str, Sequence[int]]  # by team: the reviewing team's key results (row ids) to which it is party
    items: Mapping[int, Set[_Part]]  # by those: what their own texts are in
    needs: Mapping[tuple[str, str], Sequence[tuple[Handover, NeedLine]]]  # by giver and taker
    actions: Sequence[Row]  # under the team's key results, and the team's own under others'
    ours: Mapping[str, Sequence[Row]]  # by team: the reviewing team's actions under its key results
    theirs: Mapping[str, Sequence[Row]]  # by team: its actions under the reviewing team's key results
    contributions: Sequence[Row]  # accepted, in both directions
    supported: Mapping[str, Sequence[Row]]  # by team: what the reviewing team contributes to
    supporting: Mapping[str, Sequence[Row]]  # by team: what it contributes to the reviewing team's key results
    done: Mapping[int, int | None]  # by objective of the reviewing team, in per cent
    told: Mapping[int, tuple[Told, int]]  # by team: the latest update, and the newest revision it knew of
    agreements: Mapping[int, AgreementStanding]

    @property
    def us(self) -> str:
        return self.material.team.key


def to_tell(material: Material, document: Document) -> list[ToTell]:
    """An update for each team that shares an agreement, in the order of teams; ten statements, however many teams."""
    teams = sharing.teams(material.team, material.cycle)
    if not teams:
        return []
    around = _around(material)
    texts = reworded([_texts(around, row, team) for row, team in teams], _titles(around))
    return [_to_tell(around, row, team, document, texts[team.key]) for row, team in teams]


def _around(material: Material) -> _Around:
    cycle, us, whole = material.cycle.pk, material.team.key, material.whole
    ids = [each.row["id"] for each in material.results]
    actions = _ACTIONS_UNDER.rows(key_results=ids) + _ACTIONS_OF.rows(teams=whole, others=whole, cycle=cycle)
    contributions = _CONTRIBUTIONS.rows(key_results=ids, objectives=list(material.objectives))
    agreements = standings.standings({*ids, *(row["key_result_id"] for row in actions)})
    heirs = successors()

    def today(each: str | None) -> str:
        return heirs.get(each or "", each or us)

    def owner(row: Row) -> str:
        return today(row["key_result__objective__team__key"])

    return _Around(
        material=material,
        shared=_shared(material, agreements),
        items=_items(material),
        needs=_grouped(material.needs, lambda pair: (today(pair[1].giver.key), today(pair[1].taker.key))),
        actions=actions,
        ours=_grouped((row for row in actions if today(row["team__key"]) == us), owner),
        theirs=_grouped(actions, lambda row: today(row["team__key"])),
        contributions=contributions,
        supported=_grouped((row for row in contributions if today(row["objective__team__key"]) == us), owner),
        supporting=_grouped(contributions, lambda row: today(row["objective__team__key"])),
        done=_done(material),
        told=_told(material),
        agreements=agreements,
    )


def _told(material: Material) -> Mapping[int, tuple[Told, int]]:
    return {
        row: (
            Told(
                kept.read(Content, content), waits=asks and acknowledged is None, answer_by=answer_by,
                is_of_period=period == material.period.key,
            ),
            revision,
        )
        for row, content, asks, acknowledged, answer_by, period, revision in _TOLD(
            team=material.team.pk, cycle=material.cycle.pk
        )
    }  # fmt: skip


def _shared(material: Material, agreements: Mapping[int, AgreementStanding]) -> Mapping[str, list[int]]:
    shared: dict[str, list[int]] = defaultdict(list)
    for each in material.results:
        agreement = agreements.get(each.row["id"])
        for party in agreement.parties if agreement else ():
            shared[party.team.key].append(each.row["id"])
    return shared


def _items(material: Material) -> Mapping[int, Set[_Part]]:
    """What a key result's clauses hold in its own words, its objective's, and those of all metrics and milestones."""
    items: dict[int, set[_Part]] = {}
    for each in material.results:
        row = each.row
        items[row["id"]] = {
            ("key_result", row["id"]), ("objective", row["objective_id"]),
            ("metric", row["metric_id"]), ("milestone", row["milestone_id"]),
        }  # fmt: skip
    for use in _USES.rows(key_results=list(items)):
        items[use["key_result_id"]] |= {("metric", use["metric_id"]), ("milestone", use["milestone_id"])}
    return items


def _done(material: Material) -> Mapping[int, int | None]:
    whole = progress.together(material.results)
    return {pk: None if found.progress is None else whole_percent(found.progress) for pk, found in whole.items()}


def _grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> Mapping[Key, Sequence[Thing]]:
    groups: dict[Key, list[Thing]] = defaultdict(list)
    for each in things:
        groups[key(each)].append(each)
    return groups


def _to_tell(around: _Around, row: int, team: TeamName, document: Document, texts: tuple[Any, ...]) -> ToTell:
    mine = set(around.shared.get(team.key, ()))
    keys = {each.row["key"] for each in around.material.results if each.row["id"] in mine}
    now = Content(
        results=tuple(updating.shared(each) for each in document.results if each.key in keys),
        promises=(*_promises(around, around.us, team.key), *_work(around, team.key)),
        expected=tuple(_promises(around, team.key, around.us)),
        support=tuple(_support(around, team.key)),
        reworded=texts,
    )
    before, _ = around.told.get(row, (NOTHING_TOLD, 0))
    content = updating.content(now, document.texts, before)
    return ToTell(row, team, content, updating.asked_until(content, before))


def _promises(around: _Around, giver: str, taker: str) -> list[Promise]:
    return [_promise(*pair) for pair in around.needs.get((giver, taker), ())]


def _promise(standing: Handover, need: NeedLine) -> Promise:
    result, title = need.row["key_result__key"], need.row["key_result__title"]
    key: str = need.row["key"]
    return Promise("need", key, need.what, result, title, standing.value, need.promise.by, need.promise.promised)


def _work(around: _Around, team: str) -> Iterable[Promise]:
    """Actions of the reviewing team under the other's key results."""
    for row in around.ours.get(team, ()):
        agreement = around.agreements.get(row["key_result_id"])
        doer, owner = (agreement.letter(each, RESPONSIBILITIES) if agreement else "o" for each in (around.us, team))
        standing = work_standing(due=row["due"], done=row["done"], doer=doer, owner=owner, today=around.material.today)
        result, title = row["key_result__key"], row["key_result__title"]
        yield Promise("action", row["key"], row["title"], result, title, standing.value, by=row["due"])


def _support(around: _Around, team: str) -> Iterable[Support]:
    for row in around.supported.get(team, ()):
        done = around.done.get(row["objective_id"])
        yield Support(row["objective__key"], row["objective__title"], row["key_result__key"], done)


def _texts(around: _Around, row: int, team: TeamName) -> SharedTexts:
    """What the other team has a part in: the team's key results whole but for what is third teams', and what it does.

    The same as its parts of the clauses (domain.clauses).
    """
    mine = set(around.shared.get(team.key, ()))
    items: set[_Part] = set().union(*(around.items[pk] for pk in mine))
    items |= {("action", row["id"]) for row in around.theirs.get(team.key, ()) if row["key_result_id"] in mine}
    items |= {("action", row["id"]) for row in around.ours.get(team.key, ())}
    for (giver, _), needs in around.needs.items():
        if giver == team.key:
            items |= {("need", need.row["id"]) for _, need in needs if need.key_result in mine}
    given = around.supporting.get(team.key, ())
    items |= {("objective", row["objective_id"]) for row in given if row["key_result_id"] in mine}
    _, since = around.told.get(row, (NOTHING_TOLD, 0))
    return SharedTexts(team.key, frozenset((kind, pk) for kind, pk in items if pk is not None), since)


def _titles(around: _Around) -> Mapping[Item, str]:
    titles: dict[Item, str] = {("key_result", each.row["id"]): each.row["title"] for each in around.material.results}
    titles |= {("objective", pk): row["title"] for pk, row in around.material.objectives.items()}
    titles |= {("objective", row["objective_id"]): row["objective__title"] for row in around.contributions}
    titles |= {("action", row["id"]): row["title"] for row in around.actions}
    return titles | {("need", need.row["id"]): need.what for _, need in around.material.needs}


_ACTION = (
    "id", "key", "title", "due", "done", "team__key", "key_result_id", "key_result__key", "key_result__title",
    "key_result__objective__team__key",
)  # fmt: skip
_ACTIONS_UNDER = Prepared(
    lambda key_results: Action.objects.live().filter(key_result_id__amongst=key_results).values_list(*_ACTION),
    key_results=list,
)
_ACTIONS_OF = Prepared(
    lambda teams, others, cycle: (
        Action.objects.live()
        .filter(key_result_in_sight("key_result__"), team__amongst=teams, cycle=cycle)
        .exclude(key_result__objective__team__amongst=others)
        .order_by("position", "id")
        .values_list(*_ACTION)
    ),
    teams=list,
    others=list,
    cycle=int,
)  # fmt: skip
_CONTRIBUTIONS = Prepared(
    lambda key_results, objectives: (
        Contribution.objects.filter(
            Q(key_result_id__amongst=key_results) | Q(objective_id__amongst=objectives),
            objective_in_sight("objective__"), key_result_in_sight("key_result__"),
            status=ACCEPTED,
        )
        .order_by("position", "id")
        .values_list(
            "objective_id", "objective__key", "objective__title", "objective__team__key", "key_result_id",
            "key_result__key", "key_result__objective__team__key",
        )
    ),
    key_results=list,
    objectives=list,
)  # fmt: skip
_USES = Prepared(
    lambda key_results: Use.objects.filter(key_result_id__amongst=key_results).values_list(
        "key_result_id", "metric_id", "milestone_id"
    ),
    key_results=list,
)
_TOLD = Prepared(
    lambda team, cycle: Update.objects.filter(
        pk__in=Update.objects.filter(review__team=team, review__cycle=cycle)
        .order_by()
        .values("team")
        .annotate(latest=Max("pk"))
        .values("latest")
    ).values_list("team_id", "content", "asks", "acknowledged_at", "answer_by", "review__period", "review__revision"),
    team=int,
    cycle=int,
)

"""One need while it is handed over: what was said of it so far, and what this reader may say now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accord.domain.handover import Promise, Step, steps_of
from accord.domain.rights import Sides, may_write
from accord.models import Cycle, HandoverStep, Need
from accord.models.objectives import key_result_in_sight
from accord.queries.access import NotVisible, Reader
from accord.queries.asks.handovers import PROMISE, NeedLine
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was said of a need while it was handed over."""

    id: int
    kind: str
    team: TeamName
    by: PersonName
    day: date
    link: str
    missing: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The handover of a need so far. `offers` are steps that the reader may say now."""

    steps: tuple[StepLine, ...] = ()
    offers: frozenset[Step] = frozenset()

    @property
    def last_step(self) -> int:
        """0 before anything was said."""
        return self.steps[-1].id if self.steps else 0


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """A need with its handover."""

    need: Need
    taker: TeamName
    giver: TeamName
    promise: Promise
    handover: HandingOver


def page(who: Reader, cycle: Cycle, key: str) -> HandoverPage:
    """A need of a published key result. Raises NotVisible."""
    rows = Need.objects.live().filter(key_result_in_sight("key_result__"), cycle=cycle, key=key)
    need: Need | None = rows.select_related("provider", "key_result__objective__team").first()
    if need is None:
        raise NotVisible
    owner, provider = need.key_result.objective.team, need.provider
    taker, giver = TeamName(owner.key, owner.name, owner.code), TeamName(provider.key, provider.name, provider.code)
    promise = Promise(*(getattr(need, name) for name in PROMISE))
    steps = tuple(steps_by_need([need.pk]).get(need.pk, ()))
    offered = offers(who, cycle, promise, taker=taker, giver=giver)
    return HandoverPage(need, taker, giver, promise, HandingOver(steps, offered))


def handing_over(who: Reader, cycle: Cycle, need: NeedLine, said: Mapping[int, Sequence[StepLine]]) -> HandingOver:
    """The handover of a need in a list; `said` are the steps of all of the list. A draft is not handed over."""
    if not need.is_published:
        return HandingOver()
    offered = offers(who, cycle, need.promise, taker=need.taker, giver=need.giver)
    return HandingOver(tuple(said.get(need.row["id"], ())), offered)


def offers(who: Reader, cycle: Cycle, promise: Promise, *, taker: TeamName, giver: TeamName) -> frozenset[Step]:
    """What a reader may say of a need as it stands; nothing once its cycle is closed."""
    if cycle.closed_at:
        return frozenset()
    sides = Sides(own=taker.key, providing=giver.key)
    return frozenset(
        step for step in steps_of(promise) if may_write("need", step.field, sides, who.own_teams, is_admin=who.is_admin)
    )


def steps_by_need(needs: Collection[int]) -> Mapping[int, list[StepLine]]:
    """All that was said of needs (row ids), in order; one statement."""
    found: dict[int, list[StepLine]] = defaultdict(list)
    if needs:
        for need, step, kind, *names, day, link, missing, at in _STEPS(needs=list(needs)):
            team, by = TeamName(*names[:3]), PersonName(*names[3:])
            found[need].append(StepLine(step, kind, team, by, day, link, missing, at))
    return found


_STEPS = Prepared(
    lambda needs: HandoverStep.objects.filter(need_id__amongst=needs).values_list(
        "need_id", "id", "kind", "team__key", "team__name", "team__code", "by__key", "by__name", "day", "link",
        "missing", "at",
    ),
    needs=list,
)  # fmt: skip

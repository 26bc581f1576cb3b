"""Handing over what was needed: delivered, received, not yet. Progress: it never makes an agreement stale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accord.domain.handover import Promise, Step, after_step, steps_of
from accord.domain.rights import Sides, may_write
from accord.models import Change, HandoverStep, Need
from accord.models.objectives import key_result_in_sight
from accord.queries import calendar
from accord.queries.people.people import is_admin, teams_of
from accord.services.cycles import open_cycles
from accord.services.findings import findings
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
A_DAY = timedelta(days=1)
PROMISE = ("by", "promised", "delivered", "received", "declined", "not_yet")


class MayNotSay(Exception):
    """It is the other team's to say."""


class Moved(Exception):
    """Something was said of the need since it was on the screen, or this can no longer be said of it."""


class Unfit(Exception):
    """What was said cannot be taken; `code` is in-the-future or nothing-missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Seen:
    """A need as it was on the screen: the last step of its handover, 0 before the first."""

    need: Need
    last_step: int


@transaction.atomic
def deliver(seen: Seen, *, day: date, link: str = "", by: Actor, clock: Clock) -> HandoverStep:
    """The provider hands over what was needed, on a day that is not to come. Raises MayNotSay, Moved, Unfit."""
    now = clock()
    # A person east of the organization may live a day ahead.
    if day > calendar.today(now) + A_DAY:
        raise Unfit("in-the-future")
    return _say(seen, Step.DELIVERED, day=day, link=link.strip(), by=by, now=now)


@transaction.atomic
def take_back_delivery(seen: Seen, *, by: Actor, clock: Clock) -> HandoverStep:
    """The provider takes its word back, until it was received. Raises MayNotSay and Moved."""
    now = clock()
    return _say(seen, Step.DELIVERY_TAKEN_BACK, day=calendar.today(now), by=by, now=now)


@transaction.atomic
def receive(seen: Seen, *, by: Actor, clock: Clock) -> HandoverStep:
    """The team that needed it has it, as it was agreed. Raises MayNotSay and Moved."""
    now = clock()
    return _say(seen, Step.RECEIVED, day=calendar.today(now), by=by, now=now)


@transaction.atomic
def not_yet(seen: Seen, *, missing: str, by: Actor, clock: Clock) -> HandoverStep:
    """The team that needs it says which criterion is not met; it is to be delivered again.

    Raises MayNotSay, Moved, Unfit.
    """
    now, said = clock(), missing.replace("\r\n", "\n").strip()
    if not said:
        raise Unfit("nothing-missing")
    return _say(seen, Step.NOT_YET, day=calendar.today(now), missing=said, by=by, now=now)


@transaction.atomic
def take_back_receipt(seen: Seen, *, by: Actor, clock: Clock) -> HandoverStep:
    """The team that needed it finds that it has not received it after all. Raises MayNotSay and Moved."""
    now = clock()
    return _say(seen, Step.RECEIPT_TAKEN_BACK, day=calendar.today(now), by=by, now=now)


def _say(
    seen: Seen, step: Step, *, day: date, link: str = "", missing: str = "", by: Actor, now: datetime
) -> HandoverStep:
    need = _held(seen.need)
    _check_right(need, step, by)
    last = HandoverStep.objects.filter(need=need).order_by("-id").first()
    promise = Promise(*(getattr(need, name) for name in PROMISE))
    if (last.pk if last else 0) != seen.last_step or step not in steps_of(promise):
        raise Moved
    before = _missing_before(need) if step is Step.DELIVERY_TAKEN_BACK else missing
    _keep(need, after_step(promise, step, day=day, missing=before))
    team = need.provider if step.field == "delivered" else need.key_result.objective.team
    said = HandoverStep.objects.create(
        need=need, kind=step.value, team=team, day=day, link=link, missing=missing,
        by_id=by.person_id, by_email=by.email, at=now, via=by.via,
    )  # fmt: skip
    _record(said, by=by, now=now)
    findings.follow_handover(need, now=now)
    return said


def _held(need: Need) -> Need:
    """The need of an open cycle, held until the transaction ends."""
    list(Need.objects.filter(pk=need.pk).select_for_update().values_list("id"))
    found = Need.objects.live().filter(key_result_in_sight("key_result__"), pk=need.pk)
    held: Need | None = found.select_related("provider", "key_result__objective__team").first()
    if held is None:
        raise Moved
    open_cycles.check(held.cycle_id)
    return held


def _check_right(need: Need, step: Step, by: Actor) -> None:
    sides = Sides(own=need.key_result.objective.team.key, providing=need.provider.key)
    teams = teams_of(by.person)[0] if by.person else frozenset()
    if not may_write("need", step.field, sides, teams, is_admin=is_admin(by.person)):
        raise MayNotSay


def _missing_before(need: Need) -> str:
    """What was missing before the delivery that is taken back; from another team's delivery nothing is missing now."""
    steps = HandoverStep.objects.filter(need=need).order_by("-id")[:2]
    before = steps[1] if len(steps) > 1 else None
    turned = Change.objects.filter(revisions__kind="need", revisions__item=need.pk, revisions__field="from")
    if before is None or turned.filter(at__gte=before.at).exists():
        return ""
    return before.missing


def _keep(need: Need, promise: Promise) -> None:
    Need.objects.filter(pk=need.pk).update(
        delivered=promise.delivered, received=promise.received, not_yet=promise.not_yet
    )


def _record(said: HandoverStep, *, by: Actor, now: datetime) -> None:
    need = said.need
    events.record(
        {
            Step.DELIVERED: "need.delivered",
            Step.DELIVERY_TAKEN_BACK: "need.delivery-taken-back",
            Step.RECEIVED: "need.received",
            Step.NOT_YET: "need.not-yet",
            Step.RECEIPT_TAKEN_BACK: "need.receipt-taken-back",
        }[Step(said.kind)],
        by=by,
        at=now,
        team=said.team,
        key_result=need.key_result,
        concerns={need.provider_id, need.key_result.objective.team_id},
        data={"need": need.key, "what": need.what, "step": said.pk},
    )

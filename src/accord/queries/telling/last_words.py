"""Whether what an event said is still the last word on it: what was taken back or answered since is not mailed."""

from collections.abc import Callable, Collection, Mapping

from accord.models import Closing, Event, HandoverStep, Update, Verdict


def is_last_word(event: Event, teams: Collection[int]) -> bool:
    """Whether there is still something to say of an event to whoever answers for these teams (row ids)."""
    check = CHECKS.get(event.kind)
    return check is None or check(event, teams)


def _last_step(event: Event, teams: Collection[int]) -> bool:
    step = HandoverStep.objects.filter(pk=event.data["step"]).first()
    return step is not None and not HandoverStep.objects.filter(need=step.need_id, pk__gt=step.pk).exists()


def _still_closed(event: Event, teams: Collection[int]) -> bool:
    """Nothing is left to say to teams that have all said met or not met."""
    closing = Closing.objects.filter(key_result=event.key_result_id, reopened_at=None, at=event.at).first()
    if closing is None:
        return False
    judged = set(closing.verdicts.values_list("team_id", flat=True))
    return not teams or not judged.issuperset(teams)


def _still_open(event: Event, teams: Collection[int]) -> bool:
    return not Closing.objects.filter(key_result=event.key_result_id, reopened_at=None).exists()


def _last_verdict(event: Event, teams: Collection[int]) -> bool:
    verdicts = Verdict.objects.filter(
        closing__key_result=event.key_result_id, closing__reopened_at=None, team=event.team_id
    )
    return verdicts.order_by("-id").values_list("at", flat=True).first() == event.at


def _still_to_acknowledge(event: Event, teams: Collection[int]) -> bool:
    """Who was asked to acknowledge an update has not; whoever only follows the team still hears of its review."""
    asked = Update.objects.filter(review=event.data["review"], team__amongst=list(teams), asks=True)
    return not asked.exists() or asked.filter(acknowledged_at=None).exists()


CHECKS: Mapping[str, Callable[[Event, Collection[int]], bool]] = {
    "need.delivered": _last_step,
    "review.published": _still_to_acknowledge,
    "need.delivery-taken-back": _last_step,
    "need.received": _last_step,
    "need.not-yet": _last_step,
    "need.receipt-taken-back": _last_step,
    "key-result.closed": _still_closed,
    "key-result.reopened": _still_open,
    "key-result.judged": _last_verdict,
}

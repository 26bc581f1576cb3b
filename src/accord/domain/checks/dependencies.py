"""AL3xx: will what is needed come, and in time? Needs, promises, and who waits for whom."""

from collections.abc import Iterator
from datetime import timedelta

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.graphs import shortest_circles
from accord.domain.checks.placed import PlacedNeed, is_blank, is_live
from accord.domain.checks.snapshot import Snapshot

A_WEEK = timedelta(days=7)


def need_without_criteria(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL301: nobody can tell when a need is met."""
    if is_live(placed.it) and is_blank(placed.it.completion_criteria):
        yield Finding("AL301", placed.ref, facts={"asked": Ref(Kind.TEAM, placed.it.provider)})


def need_without_date(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL302: it is not said by when."""
    if is_live(placed.it) and placed.it.by is None:
        yield Finding("AL302", placed.ref, facts={"asked": Ref(Kind.TEAM, placed.it.provider)})


def nobody_provides(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL303: the team asked said no, named nothing, or something of another team."""
    need = placed.it
    asked = Ref(Kind.TEAM, need.provider)
    if need.declined is not None:
        yield Finding("AL303", placed.ref, (asked,), {"why": "declined", "reason": need.declined})
        return
    provider = snapshot.provider(need)
    if provider is None:
        yield Finding("AL303", placed.ref, (asked,), {"why": "nothing"})
    elif provider.team is not None and provider.team != need.provider:
        facts: Facts = {"why": "elsewhere", "provider": provider.ref}
        yield Finding("AL303", placed.ref, (asked, Ref(Kind.TEAM, provider.team)), facts)


def promised_too_late(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL304: the promise is for a day after the one it is needed by."""
    need = placed.it
    if is_live(need) and need.promised is not None and need.by is not None and need.promised > need.by:
        facts: Facts = {"days": (need.promised - need.by).days, "by": need.by, "promised": need.promised}
        yield Finding("AL304", placed.ref, (Ref(Kind.TEAM, need.provider),), facts)


def circular_wait(snapshot: Snapshot) -> Iterator[Finding]:
    """AL305: each waits for the next, and the last for the first."""
    for circle in shortest_circles(snapshot.waits.links()):
        providers = tuple(
            provider.ref for id_ in circle if (provider := snapshot.provider(snapshot.needs[id_].it)) is not None
        )
        related = tuple(Ref(Kind.NEED, id_) for id_ in circle[1:])
        yield Finding("AL305", Ref(Kind.NEED, circle[0]), related, {"providers": providers})


def provider_due_after_promise(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL306: what provides it will be done after the day it is promised for."""
    need = placed.it
    if not is_live(need) or need.promised is None:
        return
    provider = snapshot.provider(need)
    if provider is not None and provider.due is not None and provider.due > need.promised:
        facts: Facts = {"days": (provider.due - need.promised).days, "due": provider.due, "promised": need.promised}
        yield Finding("AL306", placed.ref, (provider.ref,), facts)


def chain_cannot_hold(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL307: further down, something it depends on comes after the day it is needed by."""
    need = placed.it
    chain = snapshot.waits.chain_too_late(need) if is_live(need) else None
    if chain and need.by is not None:
        related = tuple(Ref(Kind.NEED, each.id) for each in chain)
        arrivals = tuple(snapshot.waits.arrival(each) for each in chain)
        last = arrivals[-1] or need.by
        facts: Facts = {
            "days": (last - need.by).days,
            "by": need.by,
            "arrives": snapshot.waits.arrival(need),
            "arrivals": arrivals,
        }
        yield Finding("AL307", placed.ref, related, facts)


def no_promise(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL308: it is said what will provide it, and not when."""
    if placed.it.provided_by is not None and placed.it.promised is None and is_live(placed.it):
        yield Finding("AL308", placed.ref, (Ref(Kind.TEAM, placed.it.provider),))


def delivered_not_received(snapshot: Snapshot, placed: PlacedNeed) -> Iterator[Finding]:
    """AL309: it was handed over a week ago, and nobody said whether it is what was asked for."""
    need = placed.it
    if not is_live(need) or need.delivered is None or need.received is not None:
        return
    if snapshot.as_of - need.delivered > A_WEEK:
        facts: Facts = {"days": (snapshot.as_of - need.delivered).days, "delivered": need.delivered}
        yield Finding("AL309", placed.ref, (placed.under.ref,), facts)


CHECKS = (
    Check("AL301", "need-without-criteria", Severity.ERROR, need_without_criteria, Kind.NEED),
    Check("AL302", "need-without-date", Severity.ERROR, need_without_date, Kind.NEED),
    Check("AL303", "nobody-provides", Severity.ERROR, nobody_provides, Kind.NEED),
    Check("AL304", "promised-too-late", Severity.ERROR, promised_too_late, Kind.NEED),
    Check("AL305", "circular-wait", Severity.ERROR, circular_wait),
    Check("AL306", "provider-due-after-promise", Severity.ERROR, provider_due_after_promise, Kind.NEED),
    Check("AL307", "chain-cannot-hold", Severity.ERROR, chain_cannot_hold, Kind.NEED),
    Check("AL308", "no-promise", Severity.WARNING, no_promise, Kind.NEED),
    Check("AL309", "delivered-not-received", Severity.WARNING, delivered_not_received, Kind.NEED),
)

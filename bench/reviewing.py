"""Measuring the publishing of a review: what was typed becomes check-ins, and every other team is told its part."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.db.models import Count

from accord.domain.reviewing import Said, Texts
from accord.models import Cycle, KeyResult, Membership, Party, Team
from accord.queries.reviews import review_periods
from accord.services.reviews import reviews
from accord.services.reviews.reviews import Writing
from accord.services.telling.events import Actor
from bench import bare, measure
from bench.rows import Row

TEAMS = 12
CHECKED_IN = 4
TEXTS = Texts("A month of settling in", "Most of it goes as planned.", "Nobody answers for the south.", "We ask again.")


def rows(clock: Callable[[], datetime]) -> Iterator[Row]:
    """A review in which four results get a new value, of the team that shares agreements with about twelve others."""
    team, others = _sharing_with(TEAMS)
    member = Membership.objects.filter(team=team).select_related("person").order_by("id")[0]
    by = Actor(member.person, "web", member.person.email or "")
    cycle = Cycle.objects.get()
    period = review_periods.to_write(team, today=clock().date())
    name = f"publish a review to {others} teams"
    if period is None:
        yield Row(name, problem="has no review to write")
        return
    keys = list(
        KeyResult.objects.live()
        .filter(objective__team=team, published_at__isnull=False, metric__isnull=False)
        .order_by("id")
        .values_list("key", flat=True)[:CHECKED_IN]
    )
    numbers = count(1)

    def publish() -> None:
        with transaction.atomic():
            said = {key: Said(Decimal(next(numbers)), Decimal(5), "As in the week before.") for key in keys}
            review = reviews.publish(team, cycle, period, Writing(TEXTS, said), by=by, clock=clock)
            told = review.updates.count()
            transaction.set_rollback(True)
        if told != others:
            raise RuntimeError(f"{told} teams were told, not {others}.")

    statements = bare.statements_of(publish)
    cost = measure.cpu(publish)
    yield Row(name, cost=cost, statements=len(statements), bare=measure.cpu(bare.runner(statements)))


def _sharing_with(teams: int) -> tuple[Team, int]:
    """The team that is in agreements with nearest to so many others, with how many it is."""
    together = Count("agreement__parties__team", distinct=True)
    found = Party.objects.order_by().values_list("team_id").annotate(together=together)
    counted = [(abs(count - 1 - teams), pk, count - 1) for pk, count in found]
    _, pk, others = min(counted)
    return Team.objects.get(pk=pk), others

"""The page on which a review is written: what is known, what was typed so far, and what happened since the last one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.domain import kept
from accord.domain.handover import Handover
from accord.domain.reviewing import Said, Texts
from accord.models import Cycle, Review, Team
from accord.queries.access import NotVisible, Reader
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.reviews import review_material, review_periods
from accord.queries.reviews.review_material import Material
from accord.queries.reviews.review_periods import Period

WORTH_A_WORD = 6


@dataclass(frozen=True, slots=True)
class Happened:
    """Something between two teams that may be worth a word: what is late, delivered, or no longer agreed.

    `is_ours` where the reviewing team is the one that gives it.
    """

    what: str
    team: TeamName
    standing: Handover
    is_ours: bool
    day: date | None
    key: str


@dataclass(frozen=True, slots=True)
class WritingPage:
    """A review that is being written. `published` is the latest of the same period, where there is one."""

    material: Material
    draft: Review | None
    published: Review | None
    happened: Sequence[Happened]
    is_late: int  # days

    @property
    def edition(self) -> int:
        return (self.draft.edition if self.draft else (self.published.edition + 1 if self.published else 1)) or 1

    @property
    def texts(self) -> Texts:
        """What was written so far; of another edition, what the one before it says."""
        source = self.draft or self.published
        return Texts(source.title, source.doing, source.way, source.correct) if source else Texts()

    @property
    def said(self) -> Mapping[str, Said]:
        """What was typed of key results, by id."""
        typed: Mapping[str, Any] = self.draft.typed if self.draft else {}
        return {key: kept.read(Said, each) for key, each in typed.items()}


def writing(who: Reader, team: Team, cycle: Cycle, *, today: date) -> WritingPage:
    """The review that a team writes now. Raises NotVisible for whoever is not of the team: a draft is its own."""
    period = review_periods.to_write(team, today=today)
    if team.key not in who.own_teams or period is None:
        raise NotVisible
    material = review_material.gather(team, cycle, period, today=today)
    rows: list[Review] = _EDITIONS.instances(team=team.pk, cycle=cycle.pk, period=period.key)
    published = [row for row in rows if row.published_at]
    return WritingPage(
        material=material,
        draft=next((row for row in rows if row.published_at is None), None),
        published=published[-1] if published else None,
        happened=_happened(material),
        is_late=period.days_late(today),
    )


def _happened(material: Material) -> list[Happened]:
    """The most pressing first."""
    pressing = {Handover.OBJECTED, Handover.STALE, Handover.LATE, Handover.DELIVERED, Handover.NOT_YET}
    between = (pair for pair in material.needs if pair[1].taker.key != pair[1].giver.key)
    found = sorted((pair for pair in between if pair[0] in pressing), key=lambda pair: pair[0].pressing)
    return [
        Happened(
            what=need.what,
            team=need.taker if material.is_ours(need.giver) else need.giver,
            standing=standing,
            is_ours=material.is_ours(need.giver),
            day=need.promise.delivered or need.promise.promised or need.promise.by,
            key=need.row["key"],
        )
        for standing, need in found[:WORTH_A_WORD]
    ]


def period_of(team: Team, *, today: date) -> Period:
    """The period that a team writes of now. Raises NotVisible for a team that has ended."""
    period = review_periods.to_write(team, today=today)
    if period is None:
        raise NotVisible
    return period


_EDITIONS = Prepared(
    lambda team, cycle, period: (
        Review.objects.filter(team=team, cycle=cycle, period=period).select_related("saved_by").order_by("edition")
    ),
    team=int,
    cycle=int,
    period=str,
)

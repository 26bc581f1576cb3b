"""Updates to read: what other teams told a team last, what it told them, and what nobody has acknowledged yet."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from accord.domain import kept
from accord.domain.reviewing import Document
from accord.domain.updating import Content
from accord.models import Cycle, Review, Team, Update
from accord.queries.access import NotVisible, Reader
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared, Things
from accord.queries.reviews import documents

LINES = 20
AT_MOST = 1024  # updates that are kept as they were read, of each list
ROW = (
    "id", "review_id", "content", "has_news", "asks", "answer_by", "acknowledged_at", "acknowledged_by__name",
    "answer", "answered_at", "answered_by__name", "review__published_at", "review__month",
    "review__cycle__key", "review__cycle__closed_at",
    "review__team__key", "review__team__name", "review__team__code", "team__key", "team__name", "team__code",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class UpdateRow:
    """An update, with how it was taken; never changed."""

    id: int
    review: int
    writer: TeamName
    team: TeamName  # that is told
    at: datetime
    month: date
    content: Content
    has_news: bool
    asks: bool
    answer_by: date | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    cycle: str  # its id
    is_over: bool  # its cycle is closed
    newer: int | None = None  # the update (row id) that stands in its place

    @property
    def waits(self) -> bool:
        """Whether it asks to be acknowledged and has not been; what a newer one took the place of asks no more."""
        return self.asks and self.acknowledged_at is None and self.newer is None

    def is_late(self, today: date) -> bool:
        """Whether the day by which it should have been acknowledged has passed."""
        return self.waits and self.answer_by is not None and self.answer_by < today


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """An update for whoever reads it, with the document it comes from."""

    row: UpdateRow
    document: Document
    may_answer: bool


def received(team: Team, cycle: Cycle) -> dict[str, UpdateRow]:
    """By id of the writing team, what it told a team last in a cycle; one statement."""
    return {row.writer.key: row for row in _RECEIVED(team=team.pk, cycle=cycle.pk)}


def of_review(review: Review) -> list[UpdateRow]:
    """What a published review tells each team; one statement."""
    return _OF_REVIEW(review=review.pk)


def told_in(numbers: Collection[int]) -> list[UpdateRow]:
    """These updates (row ids), by team; one statement, none for none."""
    return _SOME(numbers=list(numbers)) if numbers else []


def to_read(teams: Collection[str], cycle: Cycle) -> list[UpdateRow]:
    """Updates that wait to be acknowledged for these teams (ids), the soonest first; one statement, none for none."""
    return _TO_READ(teams=sorted(teams), cycle=cycle.pk) if teams else []


def unheard(teams: Collection[str], cycle: Cycle, *, today: date) -> list[UpdateRow]:
    """Updates by these teams (ids) that others have not acknowledged by their day; one statement, none for none."""
    return _UNHEARD(teams=sorted(teams), cycle=cycle.pk, today=today) if teams else []


def page(who: Reader, number: int) -> UpdatePage:
    """One update. Everybody may read it; whoever answers for the team that was told may say so while it is the latest.

    Raises NotVisible.
    """
    found = _ONE(number=number)
    if not found:
        raise NotVisible
    row = found[0]
    may_answer = row.team.key in who.answers_for and not row.is_over and row.newer is None
    return UpdatePage(row, documents.document(row.review), may_answer=may_answer)


def told_again() -> Exists:
    """An update is over when its writer has told the team anew: the next one says what still matters."""
    return Exists(_later())


def within_one_team() -> Q:
    """What a team told another before one of the two came to carry on the other's work: it tells nobody anything."""
    return Q(review__team__succeeded_by=F("team")) | Q(team__succeeded_by=F("review__team"))


def newer(number: int) -> int | None:
    """The update (row id) that stands in the place of this one, if any does."""
    found = _NEWER.rows(number=number)
    return found[0]["newer"] if found else None


def _row(row: Mapping[str, Any]) -> UpdateRow:
    return UpdateRow(
        id=row["id"],
        review=row["review_id"],
        writer=TeamName(*(row[f"review__team__{part}"] for part in TeamName._fields)),
        team=TeamName(*(row[f"team__{part}"] for part in TeamName._fields)),
        at=row["review__published_at"],
        month=row["review__month"],
        content=kept.read(Content, row["content"]),
        has_news=row["has_news"],
        asks=row["asks"],
        answer_by=row["answer_by"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by__name"] or "",
        answer=row["answer"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by__name"] or "",
        cycle=row["review__cycle__key"],
        is_over=row["review__cycle__closed_at"] is not None,
        newer=row.get("newer"),  # read only where it is not the latest by what was asked for
    )


def _rows(build: "Callable[..., QuerySet[Any, Any]]", **kinds: type) -> Things[UpdateRow]:
    return Things(Prepared(build, **kinds), _row, at_most=AT_MOST)


def _later() -> QuerySet[Update]:
    later = Update.objects.filter(team=OuterRef("team"), review__team=OuterRef("review__team"), pk__gt=OuterRef("pk"))
    return later.filter(review__cycle=OuterRef("review__cycle"))


def _with_newer(found: QuerySet[Update], *columns: str) -> Any:
    newest = Subquery(_later().order_by("-pk").values("pk")[:1])
    return found.annotate(newer=newest).values_list(*(columns or ROW), "newer")


def _latest(**condition: Any) -> Any:
    return Update.objects.filter(**condition).order_by().values("review__team").annotate(at=Max("pk")).values("at")


_WAITING: Mapping[str, Any] = {"asks": True, "acknowledged_at": None}
_RECEIVED = _rows(
    lambda team, cycle: Update.objects.filter(pk__in=_latest(team=team, review__cycle=cycle)).values_list(*ROW),
    team=int,
    cycle=int,
)
_OF_REVIEW = _rows(
    lambda review: _with_newer(Update.objects.filter(review=review).order_by("team__position", "team_id")),
    review=int,
)
_SOME = _rows(
    lambda numbers: _with_newer(Update.objects.filter(pk__amongst=numbers).order_by("team__position", "team_id")),
    numbers=list,
)
_ONE = _rows(lambda number: _with_newer(Update.objects.filter(pk=number)), number=int)
_NEWER = Prepared(lambda number: _with_newer(Update.objects.filter(pk=number), "id"), number=int)
_TO_READ = _rows(
    lambda teams, cycle: (
        Update.objects.filter(team__key__amongst=teams, review__cycle=cycle, **_WAITING)
        .filter(~told_again())
        .exclude(within_one_team())
        .order_by("answer_by", "id")
        .values_list(*ROW)[:LINES]
    ),
    teams=list,
    cycle=int,
)
_UNHEARD = _rows(
    lambda teams, cycle, today: (
        Update.objects.filter(review__team__key__amongst=teams, review__cycle=cycle, answer_by__lt=today, **_WAITING)
        .filter(~told_again())
        .exclude(within_one_team())
        .order_by("answer_by", "id")
        .values_list(*ROW)[:LINES]
    ),
    teams=list,
    cycle=int,
    today=date,
)

"""Reviews: a team's people write one draft together, and publish it as a document that nothing changes any more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from accord.domain import reviewing, updating
from accord.domain.check_ins import Unfit
from accord.domain.checks.felt import OF_REVIEWS
from accord.domain.kept import kept, read
from accord.domain.reviewing import Document, Known, Said, Texts
from accord.domain.updating import Content
from accord.models import Cycle, KeyResult, Review, Team, Update
from accord.queries import calendar
from accord.queries.agreements import history
from accord.queries.people.people import teams_of
from accord.queries.prepared import Prepared
from accord.queries.reviews import review_material, updates_to_make
from accord.queries.reviews.review_material import Material
from accord.queries.reviews.review_periods import Period
from accord.queries.reviews.updates_to_make import ToTell
from accord.services import check_ins
from accord.services.findings import findings
from accord.services.reviews import updates
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
LONGEST_SITTING = 15 * 60  # seconds between two savings that count as writing; a form left open overnight does not


class NotReviewed(Exception):
    """A review that is not taken; nothing is recorded."""


class MayNotReview(NotReviewed):
    """Only a team's own people write its review."""


class CycleClosed(NotReviewed):
    """Its cycle is over."""


class NothingToReview(NotReviewed):
    """The team has published no key result in this cycle, or the cycle begins after the review is due."""


class Moved(NotReviewed):
    """Somebody saved or published it since it was on the screen; `now` is what they left, if anything."""

    def __init__(self, now: Review | None) -> None:
        super().__init__()
        self.now = now


class WrongValue(NotReviewed):
    """What was said of a key result (its id) does not fit; `code` says why."""

    def __init__(self, key_result: str, code: Unfit) -> None:
        super().__init__(key_result, code.value)
        self.key_result, self.code = key_result, code


@dataclass(frozen=True, slots=True)
class Writing:
    """A review as it is on somebody's screen. `said` has the key results (ids) of which something new is said.

    `seen` is the version that was on the screen, 0 before anybody saved; `seconds` since it was put there. A form is
    known by its `sitting`: what it has saved itself, in between, is no news to it.
    """

    texts: Texts = Texts()
    said: Mapping[str, Said] = field(default_factory=dict)
    seen: int = 0
    edition: int = 1
    sitting: str = ""
    seconds: int = 0


@transaction.atomic
def keep(team: Team, cycle: Cycle, period: Period, writing: Writing, *, by: Actor, clock: Clock) -> Review:
    """Keep what is written so far for the team's people, and for nobody else. Raises a NotReviewed."""
    held = _held(team, cycle, period, by)
    return _kept(held, cycle, period, writing, by=by, now=clock())


@transaction.atomic
def publish(team: Team, cycle: Cycle, period: Period, writing: Writing, *, by: Actor, clock: Clock) -> Review:
    """Fix the review as a document, check in what is new in it, and tell each team what it shares.

    A form that is sent twice is published once, and where nothing is new since the last edition, that one is the review
    there is. Raises a NotReviewed, or what check_ins.check_in raises.
    """
    held = _held(team, cycle, period, by)
    if already := _published_so(held, cycle, period, writing):
        return already
    now = clock()
    review = _kept(held, cycle, period, writing, by=by, now=now)
    material = review_material.gather(held, cycle, period, today=calendar.today(now))
    if not material.results:
        raise NothingToReview
    said = _news(material, writing.said)
    document = written(material, writing.texts, said, by=by)
    to_tell = updates_to_make.to_tell(material, document)
    if not any(said.values()) and (same := _published_already(review, document, to_tell)):
        review.delete()
        return same
    _check_in(material, said, by=by, clock=lambda: now)
    _fix(review, document, by=by, now=now)
    sent = updates.send(review, to_tell, by=by, now=now)
    _record(review, document, sent, by=by, now=now)
    findings.mark(OF_REVIEWS, now=now)
    return review


def written(material: Material, texts: Texts, said: Mapping[str, Said], *, by: Actor) -> Document:
    """The document as it would be published now."""
    name, key = (by.person.name, by.person.key) if by.person else (by.email, "")
    return reviewing.document(
        material.blank(by=name, by_key=key), material.known, material.needed,
        texts=texts, said=said, recent_from=material.recent_from,
    )  # fmt: skip


def _held(team: Team, cycle: Cycle, period: Period, by: Actor) -> Team:
    """The team, whose reviews are written one at a time until the transaction ends."""
    held: Team | None = _TEAM.first(team=team.pk)
    if held is None or by.person is None or held.key not in teams_of(by.person)[0]:
        raise MayNotReview
    if any(_CLOSED(cycle=cycle.pk)):
        raise CycleClosed
    if period.due < cycle.start:
        raise NothingToReview
    return held


def _published_so(team: Team, cycle: Cycle, period: Period, writing: Writing) -> Review | None:
    """The review that this form, with these words and numbers, was published as."""
    if not writing.sitting:
        return None
    known = Review.objects.filter(team=team, cycle=cycle, period=period.key, edition=writing.edition)
    found = known.filter(published_at__isnull=False, sitting=writing.sitting).first()
    is_same = found is not None and all(getattr(found, name) == said for name, said in _words(writing).items())
    return found if is_same else None


def _published_already(review: Review, document: Document, to_tell: Sequence[ToTell]) -> Review | None:
    """The edition before, where it says just this, and tells every team just this."""
    known = Review.objects.filter(team=review.team_id, cycle=review.cycle_id, period=review.period)
    before = known.filter(edition=review.edition - 1, published_at__isnull=False).first()
    if before is None or not reviewing.says_the_same(document, read(Document, before.document or {})):
        return None
    told = {each.team_id: read(Content, each.content) for each in before.updates.all()}
    is_same = all(each.row in told and updating.is_as_told(each.content, told[each.row]) for each in to_tell)
    return before if is_same else None


def _kept(team: Team, cycle: Cycle, period: Period, writing: Writing, *, by: Actor, now: datetime) -> Review:
    rows: list[Review] = _EDITIONS.instances(team=team.pk, cycle=cycle.pk, period=period.key)
    known = {each.edition: each for each in rows}
    draft = known.get(writing.edition)
    if not _is_as_seen(draft, known.get(writing.edition - 1), writing):
        raise Moved(draft or known.get(max(known, default=0)))
    written: dict[str, Any] = {
        **_words(writing),
        "sitting": writing.sitting,
        "saved_at": now,
        "saved_by_id": by.person_id,
        "via": by.via,
    }
    seconds = min(max(writing.seconds, 0), LONGEST_SITTING)
    if draft is None:
        return Review.objects.create(
            team=team, cycle=cycle, period=period.key, month=period.month, due=period.due,
            edition=writing.edition, seconds=seconds, **written,
        )  # fmt: skip
    Review.objects.filter(pk=draft.pk).update(version=F("version") + 1, seconds=F("seconds") + seconds, **written)
    draft.refresh_from_db()
    return draft


def _words(writing: Writing) -> dict[str, Any]:
    return {
        "title": _text(writing.texts.title),
        "doing": _text(writing.texts.doing),
        "way": _text(writing.texts.way),
        "correct": _text(writing.texts.correct),
        "typed": {key: kept(said) for key, said in sorted(writing.said.items()) if said},
    }


def _is_as_seen(draft: Review | None, before: Review | None, writing: Writing) -> bool:
    if draft is not None:
        is_own = bool(writing.sitting) and draft.sitting == writing.sitting
        return draft.published_at is None and (is_own or draft.version == writing.seen)
    follows = writing.edition == 1 or (before is not None and before.published_at is not None)
    return writing.seen == 0 and follows


def _news(material: Material, said: Mapping[str, Said]) -> dict[str, Said]:
    """What is said of running results that was not known before."""
    running = (each for each in material.known if not each.ended and each.key in said)
    return {each.key: reviewing.news(each, said[each.key], recent_from=material.recent_from) for each in running}


def _check_in(material: Material, said: Mapping[str, Said], *, by: Actor, clock: Clock) -> None:
    """What is new of a result that has a value, or gets one, is a check-in of today."""
    for each, known in zip(material.results, material.known, strict=True):
        new = said.get(known.key, Said())
        value = new.value if new.value is not None else _latest(known)
        if new and value is not None:
            _check_in_one(KeyResult(pk=each.row["id"]), known, new, value, material, by=by, clock=clock)


def _latest(known: Known) -> Decimal | None:
    return known.latest.value if known.latest else None


def _check_in_one(
    key_result: KeyResult, known: Known, new: Said, value: Decimal, material: Material, *, by: Actor, clock: Clock
) -> None:
    sure = new.confidence if new.confidence is not None else reviewing.recent(known.latest, material.recent_from)
    note = new.note or next((each.text for each in material.notes.get(known.key, ()) if each.day == material.today), "")
    try:
        check_ins.check_in(key_result, value=value, confidence=sure, note=note, day=material.today, by=by, clock=clock)
    except check_ins.Unsaid as unsaid:
        raise WrongValue(known.key, unsaid.code) from unsaid


def _fix(review: Review, document: Document, *, by: Actor, now: datetime) -> None:
    review.published_at, review.published_by_id, review.published_by_email = now, by.person_id, by.email
    review.document, review.revision = kept(document), history.latest_revision() or 0
    review.save(update_fields=["published_at", "published_by", "published_by_email", "document", "revision"])


def _record(review: Review, document: Document, sent: Sequence[Update], *, by: Actor, now: datetime) -> None:
    data = {
        "review": review.pk,
        "title": review.title,
        "month": review.month.isoformat(),
        "until": document.due.isoformat() if document.is_of_days else "",
        "edition": review.edition,
        "teams": len(sent),
        "asked": [each.team_id for each in sent if each.waits],
        "updates": {each.team.key: each.pk for each in sent if each.asks},
    }
    concerns = {review.team_id, *(each.team_id for each in sent)}
    events.record("review.published", by=by, at=now, team=review.team, concerns=concerns, data=data)


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


_TEAM = Prepared(lambda team: Team.objects.select_for_update().filter(pk=team, succeeded_by=None).order_by(), team=int)
_CLOSED = Prepared(
    lambda cycle: Cycle.objects.filter(pk=cycle, closed_at__isnull=False).order_by().values_list("id"), cycle=int
)
_EDITIONS = Prepared(
    lambda team, cycle, period: Review.objects.filter(team=team, cycle=cycle, period=period).order_by("edition"),
    team=int,
    cycle=int,
    period=str,
)

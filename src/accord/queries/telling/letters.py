"""What a message says: the facts of each notice in it, as they are when it is sent. The doors put words around them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accord.domain.telling import NEEDS_AN_ANSWER, NEEDS_ITS_READER, Kind
from accord.models import Event, HandoverStep, KeyResult, Message, Organization, RealignedPart, Team
from accord.models.telling import Notice
from accord.queries.agreements.asked_parts import MOST, AskedAgreement, asked_agreements
from accord.queries.asks import objections
from accord.queries.asks.settled_asks import SettledAsks, settled_asks
from accord.queries.names import PersonName, TeamName
from accord.queries.people.people import teams_of
from accord.queries.reviews.updates import UpdateRow, told_in
from accord.queries.sentences.sentences import Sentence
from accord.queries.telling.ended_asks import EndedAsk, ended_asks
from accord.queries.telling.last_words import is_last_word
from accord.queries.telling.reminders import OF_REMINDERS
from accord.queries.telling.told_events import told
from accord.queries.telling.told_people import ToldPerson, told_people

WITH_A_NOTICE = (
    "person", "event__by", "event__team", "event__change", "event__key_result__cycle",
    "event__key_result__objective__team",
)  # fmt: skip
# Events whose letters have words of their own where they are told to whom they ask or answer.
SPEAKS_FOR_ITSELF = frozenset({Kind.SAID, Kind.ANSWERED})
WORDED = ("part.", "clause.")
MAY_BE_OVER = frozenset({"settled", "let_go", "declined", "objected"})  # what a notice knows and may no longer be so


@dataclass(frozen=True, slots=True)
class Result:
    """A key result as a message names it."""

    key: str
    title: str
    cycle: str
    team: TeamName


@dataclass(frozen=True, slots=True)
class Handed:
    """A step of handing over a need: `criteria` is what a delivery is to be measured by, `missing` what was not met."""

    need: str
    day: date
    link: str
    missing: str = ""
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice with all that its words need. `kind` is why the person is told."""

    kind: Kind
    effect: str
    thread: str
    at: datetime
    by: PersonName | None = None
    team: TeamName | None = None
    result: Result | None = None
    event: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    facts: Any = None  # of a reminder: what its template says; of a review: the updates (queries.updates.UpdateRow)
    quote: str = ""
    asked: Sequence[AskedAgreement] = ()
    settled: Sequence[Result] = ()  # what was asked of the reader and needs no answer any more
    holding: Sequence[Result] = ()  # of these, what the reader's teams stand agreed to again
    let_go: Sequence[EndedAsk] = ()  # what the reader's teams had promised or agreed to, and is asked no longer
    declined: Sequence[EndedAsk] = ()  # what they had asked for
    objected: Sequence[Result] = ()  # what they object to, and is written anew
    answers_for: Sequence[TeamName] = ()
    realignment: int | None = None  # where one page has all that is asked
    handed: Handed | None = None
    sentence: Sentence | None = None  # in the language of whoever reads it

    @property
    def shown(self) -> Sequence[AskedAgreement]:
        """The agreements told in full; the others are counted."""
        return self.asked[:MOST]

    @property
    def needs_an_answer(self) -> bool:
        """Whether it asks something of its reader."""
        return self.kind in NEEDS_AN_ANSWER

    @property
    def needs_its_reader(self) -> bool:
        """Whether there is something for its reader to do."""
        return self.kind in NEEDS_ITS_READER

    @property
    def is_stale(self) -> bool:
        """Whether anything asked was agreed to before."""
        return any(agreement.is_stale for agreement in self.asked)

    @property
    def answer_by(self) -> date | None:
        """The first day by which something is to be answered."""
        return min((each.answer_by for each in self.asked if each.answer_by), default=None)

    @property
    def clauses(self) -> list[int]:
        """The clauses it is about."""
        return list(self.data.get("clauses") or filter(None, [self.data.get("clause")]))


@dataclass(frozen=True, slots=True)
class Post:
    """A message to one person: letters that still have something to say, and from which organization."""

    to: ToldPerson
    organization: str
    letters: Sequence[Letter]


def reader_of(message: int) -> ToldPerson | None:
    """Whom a message (row id of the outbox) is for; None where nobody is to get it any more."""
    people = set(Notice.objects.filter(message_id=message).values_list("person_id", flat=True))
    found = next(iter(told_people(people).values()), None)
    return found if found and found.email else None


def post(message: int, to: ToldPerson) -> Post:
    """What a message holds today. To be asked in its reader's language: what happened is told in sentences."""
    notices = Notice.objects.filter(message_id=message, person_id=to.id).select_related(*WITH_A_NOTICE).order_by("id")
    letters = [letter for letter in map(_letter, notices) if letter]
    organization = Organization.objects.values_list("name", flat=True).first() or ""
    return Post(to, organization, letters)


def _letter(notice: Notice) -> Letter | None:
    """The letter of a notice; None where there is nothing to say any more: it is answered, or taken back."""
    kind = Kind(notice.kind)
    if "parts" in notice.data:
        return _asking(notice, kind)
    if notice.event is None:
        return _reminding(notice, kind)
    if not is_last_word(notice.event, set(notice.data.get("teams", ()))):
        return None
    letter = _telling(notice, notice.event, kind, settled_asks(notice))
    is_empty = not (letter.settled or letter.let_go or letter.declined or letter.objected)
    return None if is_empty and notice.data.keys() and notice.data.keys() <= MAY_BE_OVER else letter


def _telling(notice: Notice, event: Event, kind: Kind, asks: SettledAsks) -> Letter:
    let_go, declined = ended_asks(notice)
    handed = _handed(event)
    teams = _teams(notice.data.get("teams", ()))
    return Letter(
        kind,
        facts=_updates(event, teams) if kind is Kind.UPDATE else None,
        quote=_quote(event) or _said_of(handed),
        handed=handed,
        realignment=next(iter(event.data.get("realignments", ())), None),
        settled=_results(asks.holding | asks.left),
        holding=_results(asks.holding),
        let_go=let_go,
        declined=declined,
        objected=_results(_objected(notice)),
        answers_for=teams,
        sentence=None if kind in SPEAKS_FOR_ITSELF and event.kind.startswith(WORDED) else _sentence(notice),
        **_of_event(notice),
    )


def _objected(notice: Notice) -> set[int]:
    """The key results (row ids) that still wait for what its reader's teams say to what was written anew."""
    parts = {tuple(part) for part in notice.data.get("objected", ())}
    return {part[0] for part in parts & objections.outdated({part[0] for part in parts}).keys()} if parts else set()


def _updates(event: Event, teams: Sequence[TeamName]) -> list[UpdateRow]:
    """What a published review tells these teams."""
    sent = event.data.get("updates", {})
    return told_in([sent[team.key] for team in teams if team.key in sent])


def _reminding(notice: Notice, kind: Kind) -> Letter | None:
    """A reminder that no event stands behind says what is so today; None where nothing is left to remind of."""
    about = notice.data.get("about", "")
    facts = OF_REMINDERS[about](notice) if about in OF_REMINDERS else None
    if facts is None:
        return None
    return Letter(kind, event=about, facts=facts, answers_for=_teams(notice.data.get("teams", ())), **_of_event(notice))


def _sentence(notice: Notice) -> Sentence:
    """What happened, as it is told everywhere; a heads-up stands beside the change it is about."""
    number = notice.data.get("heads_up", notice.event_id)
    own_teams, _ = teams_of(notice.person)
    (told_once,) = told("latest(id) AS (SELECT id FROM accord_event WHERE id = %s)", [number], own_teams=own_teams)
    return told_once.sentence


def _asking(notice: Notice, kind: Kind) -> Letter | None:
    asked = asked_agreements(notice.data["parts"], person=notice.person_id)
    if not asked:
        return None
    teams = dict.fromkeys(part.team for agreement in asked for part in agreement.parts)
    return Letter(
        kind,
        asked=asked,
        quote=_reason(notice.event),
        answers_for=list(teams),
        realignment=_realignment(notice.data["parts"]),
        **_of_event(notice),
    )


def _realignment(parts: Mapping[str, Mapping[str, Sequence[int]]]) -> int | None:
    """The realignment that has all of these parts; None where it takes several pages to answer them."""
    teams = {int(team) for asked in parts.values() for team in asked}
    rows = RealignedPart.objects.filter(
        is_active=True, key_result_id__amongst=[int(each) for each in parts], team_id__amongst=teams
    )
    found = set(rows.values_list("realignment_id", "key_result_id", "team_id", "clause"))
    wanted = {
        (int(result), int(team), clause)
        for result, asked in parts.items()
        for team, clauses in asked.items()
        for clause in clauses
    }
    numbers = {number for number, *part in found if tuple(part) in wanted}
    return numbers.pop() if len(numbers) == 1 and wanted <= {tuple(part) for _, *part in found} else None


def _of_event(notice: Notice) -> dict[str, Any]:
    event = notice.event
    if event is None:
        return {"effect": notice.effect, "thread": notice.effect, "at": notice.made_at}
    return {
        "effect": notice.effect,
        "thread": _thread(event),
        "at": event.at,
        "by": PersonName(event.by.key, event.by.name) if event.by else None,
        "team": _team(event.team) if event.team else None,
        "result": _result(event),
        "event": event.kind,
        "data": event.data,
    }


def _thread(event: Event) -> str:
    """Messages about one change are one thread, and so is what is said about one agreement."""
    return f"change:{event.change_id}" if event.change_id else f"agreement:{event.key_result_id or 0}"


def _result(event: Event) -> Result | None:
    found = event.key_result
    if found is None:
        return None
    return Result(found.key, found.title, found.cycle.key, _team(found.objective.team))


def _quote(event: Event) -> str:
    """What somebody wrote, word for word."""
    if "message" in event.data:
        return Message.objects.filter(pk=event.data["message"]).values_list("text", flat=True).first() or ""
    return event.data.get("reason") or event.data.get("word") or ""


def _said_of(handed: Handed | None) -> str:
    """What is missing or, of a delivery, what it is to be measured by."""
    return (handed.missing or handed.criteria) if handed else ""


def _handed(event: Event) -> Handed | None:
    """What was handed over; None where the event is not about that."""
    if "step" not in event.data:
        return None
    found = HandoverStep.objects.filter(pk=event.data["step"]).select_related("need").first()
    if found is None:
        return None
    criteria = found.need.completion_criteria if found.kind == HandoverStep.Kind.DELIVERED else ""
    return Handed(found.need.key, found.day, found.link, found.missing, criteria or "")


def _reason(event: Event | None) -> str:
    return (event.change.reason if event and event.change else None) or ""


def _results(key_results: Collection[int]) -> list[Result]:
    rows = KeyResult.objects.filter(pk__amongst=key_results).select_related("cycle", "objective__team").order_by("key")
    return [Result(row.key, row.title, row.cycle.key, _team(row.objective.team)) for row in rows[:MOST]]


def _teams(teams: Sequence[int]) -> list[TeamName]:
    return [TeamName(*row) for row in Team.objects.filter(pk__amongst=teams).values_list("key", "name", "code")]


def _team(team: Team) -> TeamName:
    return TeamName(team.key, team.name, team.code)

"""A party's answers to its parts: agree, object, ask. A yes binds to what was on the screen, or is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accord.domain.clauses import Clause
from accord.models import Act, Answer, KeyResult, Message, Party, Revision, Team
from accord.queries.people.people import teams_answered_for
from accord.services.agreements import answer_mail, standing
from accord.services.agreements.standing_rows import Touched
from accord.services.cycles import open_cycles
from accord.services.findings import findings
from accord.services.realignments import realignments
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class CannotAnswer(Exception):
    """The answer is not this person's to give; `code` is no-agreement, not-a-party or may-not-answer."""

    def __init__(self, code: str, team: str = "") -> None:
        super().__init__(code)
        self.code, self.team = code, team


class NothingSaid(Exception):
    """An objection or a question without a word in it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A team's part of a clause as it was on the screen."""

    team: str
    clause: Clause
    fingerprint: str


class Outdated(Exception):
    """Some part is no longer what was seen: pairs of what was seen and today's fingerprint. Nothing was recorded."""

    def __init__(self, parts: Sequence[tuple[Seen, str]]) -> None:
        super().__init__("outdated")
        self.parts = list(parts)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an act recorded, and what it moved."""

    act: Act | None
    answers: Sequence[Answer]
    touched: Touched


@transaction.atomic
def agree(
    key_result: KeyResult,
    parts: Sequence[Seen],
    *,
    by: Actor,
    clock: Clock,
    to_all: bool = False,
    last_revision: int | None = None,
) -> Answered:
    """Say a party's yes to its parts, each exactly as it was seen; to all of them or, where one has moved, to none.

    Empty parts and parts agreed already need no yes and get none. With `to_all` parts that the team
    objects to are left out: an objection is taken back by agreeing to that clause itself. `last_revision`
    is the latest revision that was on the screen.
    Raises CannotAnswer (looked at first) and Outdated.
    """
    parties = _hold(key_result, {seen.team for seen in parts}, by)
    _compare(parts, parties)
    wanted = [seen for seen in parts if _needs_a_yes(seen, parties[seen.team], to_all=to_all)]
    if not wanted:
        return Answered(None, [], Touched())
    return _answer(key_result, Answer.Kind.AGREE, wanted, parties, by=by, now=clock(), last_revision=last_revision)


@transaction.atomic
def object_to(
    key_result: KeyResult, seen: Seen, *, reason: str, by: Actor, clock: Clock, last_revision: int | None = None
) -> Answered:
    """Say a party's no to its part of a clause, and what would make it a yes. It stands until the party answers again.

    Raises NothingSaid, CannotAnswer and Outdated.
    """
    said = _said(reason)
    parties = _hold(key_result, {seen.team}, by)
    _compare([seen], parties)
    return _answer(
        key_result, Answer.Kind.OBJECT, [seen], parties, by=by, now=clock(), reason=said, last_revision=last_revision
    )


@transaction.atomic
def ask(key_result: KeyResult, seen: Seen, *, question: str, by: Actor, clock: Clock) -> Message:
    """Put a party's question into a clause's thread. It changes no standing.

    Raises NothingSaid, CannotAnswer and Outdated.
    """
    said = _said(question)
    parties = _hold(key_result, {seen.team}, by)
    _compare([seen], parties)
    return _say(key_result, seen.clause, seen.team, Message.Kind.QUESTION, said, by=by, now=clock())


@transaction.atomic
def reply(key_result: KeyResult, clause: Clause, team: str, *, text: str, by: Actor, clock: Clock) -> Message:
    """Say something in a clause's thread, for a party. Raises NothingSaid and CannotAnswer."""
    said = _said(text)
    _hold(key_result, {team}, by)
    return _say(key_result, clause, team, Message.Kind.REPLY, said, by=by, now=clock())


def _hold(key_result: KeyResult, teams: Iterable[str], by: Actor) -> Mapping[str, Party]:
    """The parties that answer, held until the transaction ends, or why this person cannot answer for them."""
    standing.lock([key_result.pk])
    open_cycles.check(key_result.cycle_id)
    parties = {party.team.key: party for party in _parties(key_result)}
    if not parties:
        raise CannotAnswer("no-agreement")
    answered_for = teams_answered_for(by.person)
    for team in sorted(teams):
        if team not in parties:
            raise CannotAnswer("not-a-party", team)
        if team not in answered_for:
            raise CannotAnswer("may-not-answer", team)
    return parties


def _parties(key_result: KeyResult) -> Iterable[Party]:
    return Party.objects.filter(agreement_id=key_result.pk).select_related("team")


def _compare(parts: Iterable[Seen], parties: Mapping[str, Party]) -> None:
    today = [(seen, parties[seen.team].fingerprints[seen.clause.number - 1]) for seen in parts]
    if moved := [(seen, now) for seen, now in today if seen.fingerprint != now]:
        raise Outdated(moved)


def _needs_a_yes(seen: Seen, party: Party, *, to_all: bool) -> bool:
    place = seen.clause.number - 1
    letter = party.states[place]
    if letter == "a":
        return False
    return not (letter == "x" and to_all) and not (letter != "x" and party.empties[place] == "1")


def _answer(
    key_result: KeyResult,
    kind: str,
    parts: Sequence[Seen],
    parties: Mapping[str, Party],
    *,
    by: Actor,
    now: datetime,
    reason: str | None = None,
    last_revision: int | None = None,
) -> Answered:
    act = Act.objects.create(at=now, by_id=by.person_id, by_email=by.email, via=by.via, seen=_seen(last_revision))
    answers = Answer.objects.bulk_create(
        Answer(
            act=act,
            key_result=key_result,
            team=parties[seen.team].team,
            clause=seen.clause.number,
            kind=kind,
            fingerprint=seen.fingerprint,
            reason=reason,
        )
        for seen in parts
    )
    touched = standing.refresh(key_result.pk, now=now)
    _tell(key_result, kind, parts, parties, touched, by=by, now=now, reason=reason)
    realignments.follow(touched, change=None, by=by, now=now)
    findings.follow_answers(touched, now=now)
    if by.via == "shell":
        answer_mail.tell_answerer(act, key_result, parts, by=by, kind=kind, reason=reason)
    return Answered(act, answers, touched)


def _seen(last_revision: int | None) -> Revision | None:
    if last_revision is None:
        return None
    return Revision.objects.filter(pk__lte=last_revision).order_by("-pk").first()


def _tell(
    key_result: KeyResult,
    kind: str,
    parts: Sequence[Seen],
    parties: Mapping[str, Party],
    touched: Touched,
    *,
    by: Actor,
    now: datetime,
    reason: str | None,
) -> None:
    for team in sorted({seen.team for seen in parts}):
        events.record(
            "part.agreed" if kind == Answer.Kind.AGREE else "part.objected",
            by=by,
            at=now,
            team=parties[team].team,
            key_result=key_result,
            concerns=[party.team_id for party in parties.values()],
            data={
                "clauses": [seen.clause.number for seen in parts if seen.team == team],
                "reason": reason,
                "completed": key_result.pk in touched.completed,
            },
        )


def _say(
    key_result: KeyResult, clause: Clause, team: str, kind: str, text: str, *, by: Actor, now: datetime
) -> Message:
    speaking = Team.objects.get(key=team)
    message = Message.objects.create(
        key_result=key_result,
        clause=clause.number,
        team=speaking,
        kind=kind,
        by_id=by.person_id,
        at=now,
        text=text,
        via=by.via,
    )
    events.record(
        "clause.asked" if kind == Message.Kind.QUESTION else "clause.replied",
        by=by,
        at=now,
        team=speaking,
        key_result=key_result,
        concerns=[party.team_id for party in _parties(key_result)],
        data={"clause": clause.number, "message": message.pk},
    )
    return message


def _said(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise NothingSaid
    return said

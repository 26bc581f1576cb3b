"""Living with a finding: accepting it with a reason until a day, and taking that back."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accord.models import AcceptedFinding, Finding, Organization, Team
from accord.queries.calendar import today_of
from accord.queries.people.people import teams_of
from accord.services.administering import administers
from accord.services.cycles import open_cycles
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
LONGEST_REASON = 2_000  # characters


class CannotAccept(Exception):
    """It stays as it is; `code` says why: gone (no longer there), taken-back (already), no-right, no-reason, too-long,
    over (its day).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def accept(number: int, *, reason: str, until: date | None, by: Actor, clock: Clock) -> AcceptedFinding:
    """Live with an open finding (row id) through a day, or for good; it counts no more until then.

    What its check finds about the same thing later is accepted with it, as in a plan file. Whoever accepts it again
    gives a new reason and day. It is for people of the team whose finding it is, and for admins.
    Raises CannotAccept, and CycleClosed where the cycle is closed by now.
    """
    found = Finding.objects.filter(pk=number, mended_at=None).select_related("team", "cycle").first()
    if found is None:
        raise CannotAccept("gone")
    open_cycles.check(found.cycle_id)
    now = clock()
    _check_right(found.team, by)
    _check_words(reason, until, now)
    same = AcceptedFinding.objects.filter(
        cycle=found.cycle_id, code=found.code, subject=found.subject, withdrawn_at=None
    )
    _withdraw(same, by, now)
    made = AcceptedFinding.objects.create(
        cycle_id=found.cycle_id,
        code=found.code,
        subject=found.subject,
        reason=reason.strip(),
        until=until,
        position=AcceptedFinding.objects.filter(cycle=found.cycle_id).count(),
        by=by.person,
        by_email=by.email,
        at=now,
        via=by.via,
    )
    _record("finding.accepted", made, found, by, now)
    return made


@transaction.atomic
def take_back(number: int, *, by: Actor, clock: Clock) -> None:
    """Open what was accepted (row id of the acceptance) again, before its day. For the same people.

    Raises CannotAccept("taken-back") where it holds no more, and CycleClosed.
    """
    accepted = AcceptedFinding.objects.filter(pk=number).first()
    if accepted is None:
        raise CannotAccept("gone")
    open_cycles.check(accepted.cycle_id)
    found = Finding.objects.filter(cycle=accepted.cycle_id, code=accepted.code, subject=accepted.subject)
    latest = found.select_related("team", "cycle").order_by("-id").first()
    _check_right(latest.team if latest else None, by)
    now = clock()
    if not _withdraw(AcceptedFinding.objects.filter(pk=number, withdrawn_at=None), by, now):
        raise CannotAccept("taken-back")
    _record("finding.opened-again", accepted, latest, by, now)


def _check_right(team: Team | None, by: Actor) -> None:
    is_own = by.person is not None and team is not None and team.key in teams_of(by.person)[0]
    if not is_own and not administers(by):
        raise CannotAccept("no-right")


def _check_words(reason: str, until: date | None, now: datetime) -> None:
    if not reason.strip():
        raise CannotAccept("no-reason")
    if len(reason) > LONGEST_REASON:
        raise CannotAccept("too-long")
    if until is not None and until < today_of(Organization.objects.get(), now):
        raise CannotAccept("over")


def _withdraw(rows: QuerySet[AcceptedFinding], by: Actor, now: datetime) -> int:
    return rows.update(withdrawn_at=now, withdrawn_by=by.person, withdrawn_by_email=by.email)


def _record(kind: str, accepted: AcceptedFinding, found: Finding | None, by: Actor, now: datetime) -> None:
    """With what the finding is about, so that it is told by what people call it."""
    team = found.team if found else None
    data = {
        "things": [[found.kind, found.subject]] if found else [],
        "cycle": found.cycle.key if found else "",
        "code": accepted.code,
        "subject": accepted.subject,
        "reason": accepted.reason,
        "until": accepted.until.isoformat() if accepted.until else None,
    }
    events.record(kind, by=by, at=now, team=team, concerns={team.pk} if team else (), data=data)

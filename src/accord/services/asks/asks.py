"""Answering what other teams ask: a promise with what provides it, a no with its reason, contributions taken or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accord.models import Contribution, Cycle
from accord.services.definitions import definitions, new_ids
from accord.services.definitions.carrying_out import take_turn
from accord.services.definitions.definitions import Saved
from accord.services.definitions.edits import Create, Edit, Saying
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class NothingSaid(Exception):
    """A no without its reason."""


class Answered(Exception):
    """The contribution is no longer proposed as it was on the screen."""


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that a team makes to provide what it promises, under one of its key results."""

    title: str
    key_result: str
    team: str


def promise(
    cycle: Cycle,
    need: str,
    *,
    seen: int,
    promised: date,
    provided_by: str | NewAction | None = None,
    word: str = "",
    by: Actor,
    clock: Clock,
    agree: bool = True,
) -> Saved:
    """Say when a need is met, and what meets it; a new action is made in the same change, due on that day.

    `seen` is the version that was on the screen, `word` goes with the change. Raises what definitions.save raises.
    """
    said: list[Saying] = []
    if isinstance(provided_by, NewAction):
        fields = {"title": provided_by.title, "key_result": provided_by.key_result, "due": promised}
        said += new_ids.given(cycle, [Create("action", None, fields | {"team": provided_by.team})])
        provided_by = said[0].id
    said.append(Edit("need", need, {"promised": promised, "provided_by": provided_by}, seen=seen))
    return definitions.save(cycle, said, by=by, clock=clock, reason=_words(word) or None, agree=agree)


def decline(cycle: Cycle, need: str, *, seen: int, reason: str, by: Actor, clock: Clock) -> Saved:
    """Say no to a need, with the reason, which helps the other team to plan. Raises NothingSaid, and as in save."""
    because = _words(reason)
    if not because:
        raise NothingSaid
    edit = Edit("need", need, {"declined": because}, seen=seen)
    return definitions.save(cycle, [edit], by=by, clock=clock, reason=because)


@transaction.atomic
def accept(cycle: Cycle, contribution: str, *, seen_share: str, by: Actor, clock: Clock, agree: bool = True) -> Saved:
    """Take a contribution as it was on the screen. Raises Answered, and what definitions.save raises."""
    _still_proposed(cycle, contribution, seen_share)
    edit = Edit("contribution", contribution, {"status": Contribution.Status.ACCEPTED.value})
    return definitions.save(cycle, [edit], by=by, clock=clock, agree=agree)


@transaction.atomic
def turn_down(cycle: Cycle, contribution: str, *, seen_share: str, reason: str, by: Actor, clock: Clock) -> Saved:
    """Decline a contribution. Its reason is kept with the change. Raises NothingSaid, Answered, and as in save."""
    because = _words(reason)
    if not because:
        raise NothingSaid
    _still_proposed(cycle, contribution, seen_share)
    edit = Edit("contribution", contribution, {"status": Contribution.Status.DECLINED.value})
    return definitions.save(cycle, [edit], by=by, clock=clock, reason=because)


def _still_proposed(cycle: Cycle, contribution: str, seen_share: str) -> None:
    """What counts is that it is still proposed, with the share that was seen; nothing else of it is agreed to."""
    take_turn()
    objective, _, key_result = contribution.partition(">")
    found = Contribution.objects.filter(
        objective__cycle=cycle, objective__key=objective, key_result__key=key_result,
        status=Contribution.Status.PROPOSED,
    ).first()  # fmt: skip
    if found is None or share_text(found.share) != seen_share:
        raise Answered


def share_text(share: object) -> str:
    """A share as a form hands it back."""
    return "" if share is None else str(share)


def _words(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()

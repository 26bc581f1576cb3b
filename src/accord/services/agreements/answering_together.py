"""One answer to parts of several agreements: to all that was shown, or to none of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accord.models import KeyResult
from accord.services.agreements import answers, standing
from accord.services.agreements.answers import Answered, Outdated, Seen
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class SomeOutdated(Exception):
    """Parts that are no longer what was seen, by key result: pairs of what was seen and today's fingerprint."""

    def __init__(self, parts: Mapping[KeyResult, Sequence[tuple[Seen, str]]]) -> None:
        super().__init__("outdated")
        self.parts = parts


@transaction.atomic
def agree(
    parts: Mapping[KeyResult, Sequence[Seen]], *, by: Actor, clock: Clock, last_revision: int | None = None
) -> list[Answered]:
    """Say yes to parts of several agreements, each exactly as it was seen; where one has moved, to none.

    Raises CannotAnswer and SomeOutdated.
    """
    standing.lock([key_result.pk for key_result in parts])
    now = clock()
    outdated: dict[KeyResult, Sequence[tuple[Seen, str]]] = {}
    given: list[Answered] = []
    for key_result, seen in parts.items():
        try:
            given.append(
                answers.agree(key_result, seen, by=by, clock=lambda: now, to_all=True, last_revision=last_revision)
            )
        except Outdated as refusal:
            outdated[key_result] = refusal.parts
    if outdated:
        raise SomeOutdated(outdated)
    return given

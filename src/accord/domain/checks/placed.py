"""Items of a plan in their places, and small judgements about one of them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from accord.domain.checks.finding import Kind, Ref
from accord.domain.plan import Action, Contribution, KeyResult, Need, Objective


class PlacedKeyResult(NamedTuple):
    """A key result with its objective and the day it is due in effect."""

    it: KeyResult
    objective: Objective
    due: date

    @property
    def team(self) -> str:
        return self.objective.team

    @property
    def ref(self) -> Ref:
        return Ref(Kind.KEY_RESULT, self.it.id)


class PlacedAction(NamedTuple):
    """An action under its key result."""

    it: Action
    under: PlacedKeyResult

    @property
    def due(self) -> date:
        return self.it.due or self.under.due

    @property
    def team(self) -> str:
        return self.it.team or self.under.team

    @property
    def ref(self) -> Ref:
        return Ref(Kind.ACTION, self.it.id)


class PlacedNeed(NamedTuple):
    """A need of its key result."""

    it: Need
    under: PlacedKeyResult

    @property
    def ref(self) -> Ref:
        return Ref(Kind.NEED, self.it.id)


class Provider(NamedTuple):
    """What provides a need: the team it belongs to and the day it is due; either may be nobody's or unknown."""

    ref: Ref
    team: str | None
    due: date | None


class Support(NamedTuple):
    """An objective's contribution to a key result; those declined are none."""

    objective: Objective
    it: Contribution


def is_blank(text: str | None) -> bool:
    """Whether a text says nothing."""
    return not text or text.isspace()


def is_live(need: Need) -> bool:
    """Whether somebody still waits for a need: the one declined is no longer waited for."""
    return need.declined is None


def live_needs(key_result: KeyResult) -> Iterator[Need]:
    """The needs of a key result that were not declined."""
    return (need for need in key_result.needs if is_live(need))


def live_contributions(objective: Objective) -> Iterator[Contribution]:
    """What an objective contributes, proposed or accepted."""
    return (contribution for contribution in objective.contributes_to if contribution.status != "declined")

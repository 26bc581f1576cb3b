"""Why a plan is not applied: every reason that can be known at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from accord.domain.descriptions import Described
from accord.domain.plan_changes import PlanChanges
from accord.models import Cycle
from accord.services.cycles import cycle_dates
from accord.services.plans import plan_clashes
from accord.services.plans.plan_rights import Refused
from accord.services.plans.plan_wording import NotMarked

Key = tuple[str, str]  # kind and id
Things = Mapping[Key, Described]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: a code, what it is about, and the changes or marks that are refused for it, if any.

    `others` are what stands in the way of each change, where something does.
    """

    code: str
    about: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Refused] = ()
    others: Sequence[str] = ()
    marks: Sequence[NotMarked] = ()


class PlanRefused(Exception):
    """A plan that may not be applied, with all reasons."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(each.code for each in refusals))
        self.refusals = refusals

    @property
    def changes(self) -> list[Refused]:
        """Every change that is refused."""
        return [change for each in self.refusals for change in each.changes]


def clashes(changes: PlanChanges, today: Things, cycle: Cycle | None) -> list[Refusal]:
    """New ids and e-mails that something else has."""
    found = {
        "id-taken": plan_clashes.taken_ids(changes, today, cycle),
        "email-taken": plan_clashes.taken_emails(changes, today),
    }
    return [
        Refusal(code, changes=[each for each, _ in taken], others=[other for _, other in taken])
        for code, taken in found.items()
        if taken
    ]


def no_drafts(named: Sequence[Key], today: Things, drafts: Collection[Key]) -> list[Refusal]:
    """What is published cannot stay a draft."""
    published = [Refused(*each, None) for each in named if each in today and each not in drafts]
    return [Refusal("published", changes=published)] if published else []


def misplaced(cycle: str, changes: PlanChanges, today: Things) -> list[Refusal]:
    """A cycle (its id) that cannot lie where the plan says."""
    found = cycle_dates.broken(cycle, changes, today)
    return [Refusal("cycle-misplaced", {"cycle": cycle, "other": found.other})] if found else []


def without_right(refused: Sequence[Refused], person: str) -> list[Refusal]:
    """Changes that are not a person's (by e-mail) to make."""
    return [Refusal("no-right", {"person": person}, refused)] if refused else []


def no_wording(wrong: Sequence[NotMarked]) -> list[Refusal]:
    """Marks of wording only that cannot be taken."""
    return [Refusal("not-wording", marks=wrong)] if wrong else []

"""The history of an agreement: every version of whatever its clauses name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from accord.models import Action, Contribution, KeyResult, Need, Revision, Use
from accord.queries.prepared import Prepared

ACCEPTED = Contribution.Status.ACCEPTED.value
# Values that report how the work goes. They are kept, but are versions of nothing that was agreed.
PROGRESS = Q(kind="action", field="done") | Q(kind="need", field__in=("delivered", "received"))
VALUES = (
    "id", "change_id", "change__at", "change__by__key", "change__by_email", "change__via", "change__reason", "kind",
    "key", "field", "before", "after", "substantive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one thing took another value; field None: the thing came, or went.

    `id` is the revision's, `by` the person's id in the plan (None for the operator), `before` and
    `after` are as in a plan file. Not substantive: no agreement holds the difference.
    """

    id: int
    change: int
    at: datetime
    by: str | None
    by_email: str
    via: str
    kind: str
    key: str
    field: str | None
    before: Any
    after: Any
    substantive: bool
    reason: str | None

    def as_json(self) -> dict[str, Any]:
        """The object that the shell prints."""
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "subject": {"kind": self.kind, "id": self.key},
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "substantive": self.substantive,
            "reason": self.reason,
        }


def history(key_result: KeyResult) -> list[Entry]:
    """Every revision of anything the clauses of this key result name, the oldest first, wording and people included.

    What has been taken out from under the key result is told too.
    """
    revisions = Revision.objects.filter(_named(key_result)).exclude(PROGRESS).order_by("id")
    entries = [entry(row) for row in revisions.values(*VALUES)]
    binding = _ever_accepted(key_result, entries)
    return [entry for entry in entries if entry.kind != "contribution" or entry.key in binding]


def latest_revision() -> int | None:
    """The id of the newest revision of all: what somebody who looks now has on the screen."""
    return next((row[0] for row in _LATEST()), None)


def _named(key_result: KeyResult) -> Q:
    needs = list(Need.objects.filter(key_result=key_result).values(*PROVIDERS, "id", "declined", "dropped_at"))
    provided = [need for need in needs if need["declined"] is None and need["dropped_at"] is None]
    providing = {need["provided_by_key_result_id"] for need in provided} - {None}
    actions = set(Action.objects.filter(key_result=key_result).values_list("id", flat=True))
    supporting = Contribution.objects.filter(key_result=key_result, status=ACCEPTED)
    named: Mapping[str, set[int]] = {
        "key_result": {key_result.pk} | providing,
        "objective": {key_result.objective_id} | set(supporting.values_list("objective_id", flat=True)),
        "action": actions | ({need["provided_by_action_id"] for need in provided} - {None}),
        "need": {need["id"] for need in needs},
        **_registry(key_result, providing, {need["provided_by_milestone_id"] for need in provided} - {None}),
    }
    found = Q(kind="contribution", cycle=key_result.cycle_id, key__endswith=f">{key_result.key}")
    if _lasts_as_long_as_the_cycle({key_result.pk} | providing):
        found |= Q(kind="cycle", item=key_result.cycle_id, field="end")
    for kind, items in named.items():
        found |= Q(kind=kind, item__in=items)
    return found


PROVIDERS = ("provided_by_action_id", "provided_by_key_result_id", "provided_by_milestone_id")


def _registry(key_result: KeyResult, providing: set[int], providing_milestones: set[int]) -> dict[str, set[int]]:
    """Metrics and milestones: what the key result is measured by and speaks of, and what measures its providers."""
    measured = KeyResult.objects.filter(pk__in={key_result.pk} | providing).values_list("metric_id", "milestone_id")
    spoken_of = Use.objects.filter(key_result=key_result).values_list("metric_id", "milestone_id")
    pairs = [*measured, *spoken_of]
    return {
        "metric": {metric for metric, _ in pairs if metric},
        "milestone": {milestone for _, milestone in pairs if milestone} | providing_milestones,
    }


def _lasts_as_long_as_the_cycle(key_results: set[int]) -> bool:
    return KeyResult.objects.filter(pk__in=key_results, due=None).exists()


def _ever_accepted(key_result: KeyResult, entries: list[Entry]) -> set[str]:
    """Contributions that are, or have been, content; one that was only proposed binds nobody."""
    accepted = Contribution.objects.filter(key_result=key_result, status=ACCEPTED)
    today = {f"{key}>{key_result.key}" for key in accepted.values_list("objective__key", flat=True)}
    return today | {entry.key for entry in entries if entry.kind == "contribution" and ACCEPTED in _statuses(entry)}


def _statuses(entry: Entry) -> Iterator[Any]:
    for value in (entry.before, entry.after):
        yield value.get("status") if isinstance(value, dict) else value if entry.field == "status" else None


def entry(row: Mapping[str, Any]) -> Entry:
    """An entry of a history, from the VALUES of a revision."""
    return Entry(
        id=row["id"],
        change=row["change_id"],
        at=row["change__at"],
        by=row["change__by__key"],
        by_email=row["change__by_email"],
        via=row["change__via"],
        kind=row["kind"],
        key=row["key"],
        field=row["field"],
        before=said(row["before"]),
        after=said(row["after"]),
        substantive=row["substantive"],
        reason=row["change__reason"],
    )


def said(value: Any) -> Any:
    """A value as in a plan file: without what is kept beside a duty to know its wording class."""
    if isinstance(value, dict):
        return {name: said(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_first(each) for each in value]
    return value


def _without_first(value: Any) -> Any:
    if isinstance(value, dict) and "does" in value:
        return {name: each for name, each in value.items() if name != "first"}
    return value


_LATEST = Prepared(lambda: Revision.objects.order_by("-id").values_list("id")[:1])

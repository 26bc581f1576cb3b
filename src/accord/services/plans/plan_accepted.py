"""What a plan file accepts of findings, as rows of its cycle: all that it states, and nothing else from then on."""

from collections.abc import Iterable, Mapping
from typing import Any

from accord.models import AcceptedFinding, Change
from accord.services import bulk
from accord.services.definitions.revisions import Revised

COLUMNS = (
    "cycle_id",
    "code",
    "subject",
    "reason",
    "until",
    "position",
    "by_id",
    "by_email",
    "at",
    "via",
    "withdrawn_by_email",
)


def keep(change: Change, revised: Iterable[Revised], cycle: int | None) -> None:
    """Accept in a cycle (row id) what the plan says with this change, if it says anything of the checks.

    What is accepted already stays whose it was; what is no longer stated is taken back.
    """
    for each in revised:
        if each.kind == "organization" and each.field in {None, "checks"} and cycle:
            checks = (each.after or {}).get("checks") if each.field is None else each.after
            if checks or each.field == "checks":
                _keep((checks or {}).get("accepted", ()), change, cycle)


def _keep(stated: Iterable[Mapping[str, Any]], change: Change, cycle: int) -> None:
    wanted = {(each["code"], each["subject"]): (place, each) for place, each in enumerate(stated)}
    rows = AcceptedFinding.objects.filter(cycle=cycle, withdrawn_at=None)
    gone, moved = [], []
    for row in rows:
        place, said = wanted.get((row.code, row.subject), (0, None))
        if said is None or (row.reason, row.until and row.until.isoformat()) != (said["reason"], said["until"]):
            gone.append(row.pk)
        else:
            moved.append([place, row.pk])
            del wanted[row.code, row.subject]
    rows.filter(pk__amongst=gone).update(
        withdrawn_at=change.at, withdrawn_by=change.by_id, withdrawn_by_email=change.by_email
    )
    bulk.update(AcceptedFinding, moved, columns=("position",))
    who = (change.by_id, change.by_email, change.at, change.via, "")
    new = ([cycle, *key, said["reason"], said["until"], place, *who] for key, (place, said) in wanted.items())
    bulk.add(AcceptedFinding, new, columns=COLUMNS)

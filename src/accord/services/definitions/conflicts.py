"""Two people write the same thing: whoever comes second sees what was there, what the other wrote, and their own."""

from collections.abc import Mapping, Sequence

from accord.domain.descriptions import Described
from accord.models import Cycle, Revision
from accord.queries.plans.plan_marks import Mark
from accord.services.definitions.edits import Clash, Conflict, Create, Drop, Edit, Restore, Saying, Versions
from accord.services.definitions.revisions import plain

Key = tuple[str, str]


def refuse(cycle: Cycle, said: Sequence[Saying], today: Mapping[Key, Described], marks: Mapping[Key, Mark]) -> None:
    """Raise Conflict if a thing is no longer of the version that was on somebody's form."""
    clashes = [
        Clash(each.kind, each.id, mark.version, _versions(each, today[each.kind, each.id], mark, mark.version))
        for each in said
        if not isinstance(each, Create | Restore) and each.seen is not None
        if (mark := marks.get((each.kind, each.id))) and mark.version is not None and mark.version != each.seen
    ]
    if clashes:
        raise Conflict(clashes)


def _versions(each: Edit | Drop, today: Described, mark: Mark, version: int) -> dict[str, Versions]:
    yours = each.fields if isinstance(each, Edit) else {}
    before = _since(each.kind, mark.row, version - (each.seen or version))
    return {
        name: Versions(before.get(name, plain(today.fields.get(name))), plain(today.fields.get(name)), plain(value))
        for name, value in yours.items()
    }


def _since(kind: str, row: int, changes: int) -> dict[str, object]:
    """What each field held before the latest so many changes of a thing: each of them has made one version."""
    found = Revision.objects.filter(kind=kind, item=row, field__isnull=False).order_by("-id")
    before: dict[str, object] = {}
    counted: set[int] = set()
    for change, name, was in found.values_list("change_id", "field", "before"):
        counted.add(change)
        if len(counted) > changes:
            break
        before[name or ""] = was
    return before

"""Which of some key results' agreements hold what each revision revised: for telling what a change did to which."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from accord.models import Action, Contribution, KeyResult, Need, Revision, Use

Thing = tuple[str, int]  # kind, and the id of its row
Held = dict[Thing, set[int]]  # by thing: the key results (row ids) whose agreements hold it


def affected_by(revisions: Sequence[Revision], key_results: Collection[int]) -> dict[int, set[int]]:
    """For each revision (id) the key results among these (row ids) in whose clauses its thing is, or was.

    A fixed number of statements for each kind of thing; none where there is one revision: then it is what
    affected them all.
    """
    if len(revisions) == 1:
        return {revisions[0].pk: set(key_results)}
    items: dict[str, set[int]] = defaultdict(set)
    for each in revisions:
        items[each.kind].add(each.item)
    held: Held = defaultdict(set)
    for kind, wanted in items.items():
        for pairs in LOOKUPS.get(kind, ()):
            for item, key_result in pairs(wanted, key_results):
                held[kind, item].add(key_result)
    named = _by_name(revisions, key_results)
    whole = set(key_results)
    return {
        each.pk: whole if each.kind in OF_ALL else held[each.kind, each.item] | named.get(each.pk, set())
        for each in revisions
    }


OF_ALL = {"cycle", "team"}  # a due date may be the cycle's end, and a team anybody's successor


def _by_name(revisions: Iterable[Revision], key_results: Collection[int]) -> dict[int, set[int]]:
    """What came or went names its key result itself: its row may be gone."""
    names = {each.pk: name for each in revisions if (name := _named(each))}
    if not names:
        return {}
    found = KeyResult.objects.filter(id__amongst=key_results, key__in=set(names.values()))
    rows: dict[str, set[int]] = defaultdict(set)
    for pk, key in found.values_list("id", "key"):
        rows[key].add(pk)
    return {revision: rows[name] for revision, name in names.items()}


def _named(revision: Revision) -> str | None:
    if revision.kind == "contribution":
        return revision.key.split(">")[1]
    value = revision.after or revision.before
    if revision.field is None and isinstance(value, dict) and revision.kind in {"action", "need"}:
        return str(value.get("key_result", ""))
    return None


Pairs = Iterable[tuple[int, int]]


def _themselves(items: Collection[int], among: Collection[int]) -> Pairs:
    return ((each, each) for each in items & set(among))  # type: ignore[operator]


def _pairs(
    model: type[KeyResult | Action | Need | Contribution | Use], item: str, key_result: str
) -> Callable[..., Pairs]:
    def found(items: Collection[int], among: Collection[int]) -> Pairs:
        wanted = Q(**{f"{item}__amongst": list(items), f"{key_result}__amongst": list(among)})
        return model.objects.filter(wanted).values_list(item, key_result)

    return found


LOOKUPS: Mapping[str, Sequence[Callable[[set[int], Collection[int]], Pairs]]] = {
    "key_result": (_themselves, _pairs(Need, "provided_by_key_result_id", "key_result_id")),
    "objective": (_pairs(KeyResult, "objective_id", "id"), _pairs(Contribution, "objective_id", "key_result_id")),
    "action": (_pairs(Action, "id", "key_result_id"), _pairs(Need, "provided_by_action_id", "key_result_id")),
    "need": (_pairs(Need, "id", "key_result_id"),),
    "metric": (
        _pairs(KeyResult, "metric_id", "id"),
        _pairs(Use, "metric_id", "key_result_id"),
        _pairs(Need, "provided_by_key_result__metric_id", "key_result_id"),
    ),
    "milestone": (
        _pairs(KeyResult, "milestone_id", "id"),
        _pairs(Use, "milestone_id", "key_result_id"),
        _pairs(Need, "provided_by_milestone_id", "key_result_id"),
        _pairs(Need, "provided_by_key_result__milestone_id", "key_result_id"),
    ),
}

"""Choosing a thing by what it is called: what a person may mean by a few letters, and what a thing is written as."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from accord.models import Action, Cycle, KeyResult, Metric, Milestone, Person, Team
from accord.queries.access import Reader

MOST = 8
LONGEST = 200
SIGN = " · "  # between an id and a name, where the name alone would not do
ROLES: Mapping[str, Sequence[str]] = {
    "term": ("metric", "milestone"),
    "provider": ("action", "key_result", "milestone"),
}
SPOKEN_BY_ID = frozenset({"key_result", "action"})  # their titles are sentences


class NotFound(LookupError):
    """Nothing, or more than one thing, is called so. `near` are what may be meant, as one would write them."""

    def __init__(self, near: Sequence[str], *, is_many: bool) -> None:
        super().__init__(near)
        self.near, self.is_many = near, is_many


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be meant: what to write for it, who keeps it, and what it says."""

    kind: str
    id: str
    written: str
    name: str
    kept_by: str = ""
    says: str = ""


@dataclass(slots=True)
class Names:
    """What things are called for one reader in one cycle."""

    who: Reader
    cycle: Cycle | None
    _written: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn(self, ids: Mapping[str, Collection[str]]) -> "Names":
        """Look up what these are called, by kind: one statement a kind."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for role, keys in ids.items():
            for kind in ROLES.get(role, (role,)):
                wanted[kind] |= set(keys)
        for kind, keys in wanted.items():
            if keys:
                self._learn(kind, keys)
        return self

    def called(self, kind: str, identifier: str) -> str:
        """What to write for a thing so that it is found again; a thing not learned is written by its id."""
        known = (self._written.get((each, identifier)) for each in ROLES.get(kind, (kind,)))
        return next((written for written in known if written), identifier)

    def find(self, kind: str, text: str) -> str:
        """The id of what is called so, or has this id. Raises NotFound."""
        kinds = ROLES.get(kind, (kind,))
        written = text.strip()[:LONGEST]
        before_sign = written.split(SIGN, 1)[0]
        for each in kinds:
            rows = self._rows(each)
            if rows.filter(key=before_sign).exists():
                return before_sign
        called_so = [key for each in kinds for key in self._called_so(each, written)]
        if len(called_so) == 1:
            return called_so[0]
        near = called_so or [option.written for each in kinds for option in self._options(each, written)]
        raise NotFound(near[:3], is_many=bool(called_so))

    def options(self, kind: str, text: str, *, itself: str = "") -> list[Option]:
        """What may be meant by these letters, the nearest first; with none, the first of all. `itself` is the id of
        the thing that is being written: it is never meant.
        """
        found = [option for each in ROLES.get(kind, (kind,)) for option in self._options(each, text.strip()[:LONGEST])]
        found = [option for option in found if option.id != itself]
        return sorted(found, key=lambda option: not option.name.casefold().startswith(text.casefold()))[:MOST]

    def _learn(self, kind: str, keys: Collection[str]) -> None:
        name = NAMES[kind]
        rows = self._rows(kind, readable_only=False)
        same = rows.filter(**{f"{name}__in": rows.filter(key__in=list(keys)).values(name)})
        pairs = list(same.values_list("key", name))
        counts = Counter(called.casefold() for _, called in pairs)
        for key, called in pairs:
            is_plain = counts[called.casefold()] == 1 and kind not in SPOKEN_BY_ID
            self._written[kind, key] = called if is_plain else f"{key}{SIGN}{called}"

    def _called_so(self, kind: str, text: str) -> list[str]:
        return list(self._rows(kind).filter(**{f"{NAMES[kind]}__iexact": text}).values_list("key", flat=True)[:MOST])

    def _options(self, kind: str, text: str) -> list[Option]:
        name = NAMES[kind]
        rows = self._rows(kind)
        for word in text.split():
            rows = rows.filter(_holds(kind, word))
        columns = ("key", name, *ABOUT[kind])
        found = [tuple(row) for row in rows.order_by(name, "id").values_list(*columns)[:MOST]]
        self._learn(kind, [row[0] for row in found])
        return [_option(kind, self.called(kind, row[0]), row) for row in found]

    def _rows(self, kind: str, *, readable_only: bool = True) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = TABLES[kind].objects.order_by()
        if kind not in SPOKEN_BY_ID:
            return rows.filter(succeeded_by=None) if kind == "team" and readable_only else rows
        rows = rows.filter(cycle=self.cycle, dropped_at=None)
        return rows.filter(_published(kind, self.who)) if readable_only else rows


def _option(kind: str, written: str, row: Sequence[Any]) -> Option:
    key, name, *about = row
    kept_by, says = (*(each or "" for each in about), "", "")[:2]
    return Option(kind, key, written, name, kept_by, says)


def _holds(kind: str, word: str) -> Q:
    held = Q(**{f"{NAMES[kind]}__icontains": word}) | Q(key__icontains=word)
    return held | Q(aliases__icontains=word) if kind in {"metric", "milestone"} else held


def _published(kind: str, who: Reader) -> Q:
    to = "key_result__" if kind == "action" else ""
    is_out = Q(**{f"{to}published_at__isnull": False, f"{to}objective__published_at__isnull": False})
    is_there = Q(**{f"{to}objective__dropped_at": None})
    return is_there & (is_out | Q(**{f"{to}objective__team__key__in": list(who.own_teams)}))


def references(fields: Iterable[tuple[str, Any]]) -> dict[str, set[str]]:
    """Ids to learn, by kind, out of pairs of kind and id (or ids)."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, value in fields:
        found[kind] |= set(value) if isinstance(value, (list, tuple)) else {value} if value else set()
    return found


TABLES: Mapping[str, Any] = {
    "action": Action, "cycle": Cycle, "key_result": KeyResult, "metric": Metric, "milestone": Milestone,
    "person": Person, "team": Team,
}  # fmt: skip
NAMES = {
    "action": "title",
    "cycle": "name",
    "key_result": "title",
    "metric": "name",
    "milestone": "name",
    "person": "name",
    "team": "name",
}
# Who keeps it and what it says, where it says anything.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "action": ("key_result__title",),
    "cycle": (),
    "key_result": ("objective__team__name",),
    "metric": ("owner__name", "definition"),
    "milestone": ("owner__name", "definition"),
    "person": (),
    "team": ("parent__name",),
}

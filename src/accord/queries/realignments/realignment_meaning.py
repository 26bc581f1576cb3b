"""What a realignment means for the reader's teams in one agreement: consequences with the names they need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from accord.domain.canonical import Content as Body
from accord.domain.clauses import SCHEMA, Clause
from accord.domain.differences import Said, differences
from accord.domain.meaning import DATES, REFERENCES, Around, Meaning, meanings
from accord.queries.agreements.clause_lines import REFERENCES as KINDS
from accord.queries.agreements.named_things import Names, Thing, thing

AROUND = (Clause.DECOMPOSITION, Clause.RESPONSIBILITIES, Clause.DEPENDENCIES)
PROVIDERS = ("action", "key_result", "milestone")


class OurPart(NamedTuple):
    """A part of one of the reader's teams: what the team agreed to, and what is written today."""

    team: str
    is_own: bool
    before: Body
    after: Body


@dataclass(frozen=True, slots=True)
class Meant:
    """A consequence ready to be said: `thing` is what it is about, `team` whose that is."""

    meaning: Meaning
    thing: Thing
    team: Thing | None
    before: Any
    after: Any
    other: Thing | None = None

    @property
    def code(self) -> str:
        return self.meaning.code

    @property
    def about(self) -> tuple[str, str]:
        """Kind and field."""
        return self.meaning.kind, self.meaning.field

    @property
    def is_ours(self) -> bool:
        return self.meaning.is_ours


def meant(parts: Iterable[OurPart], around: Around, names: Names, *, objective: str) -> list[Meant]:
    """What differs in the reader's parts of one agreement means for the reader, each consequence once.

    Whoever answers for several of its teams is told what concerns any of them as theirs.
    """
    found: dict[tuple[str, ...], Meaning] = {}
    for part in parts:
        told = differences(part.before, part.after, objective)
        for each in meanings(told, part.team, around, is_own=part.is_own):
            if each.told_as not in found or each.is_ours:
                found[each.told_as] = each
    return [_named(each, names) for each in found.values()]


def around(bodies: Mapping[Clause, Body | None], key_result: str) -> Around:
    """What surrounds the parts, by the own team's clauses; one that is empty is not kept."""
    kept = (
        bodies.get(clause) or {"schema": SCHEMA, "clause": clause.value, "key_result": key_result} for clause in AROUND
    )
    return Around.of(*kept)


def _named(meaning: Meaning, names: Names) -> Meant:
    identifier, kind = meaning.id, meaning.kind
    if kind == "contribution":
        kind, identifier = "objective", identifier.partition(">")[0]
    return Meant(
        meaning,
        thing=thing(names, kind, identifier),
        team=thing(names, "team", meaning.team) if meaning.team else None,
        before=_value(meaning, meaning.before, names),
        after=_value(meaning, meaning.after, names),
        other=thing(names, "action", meaning.other) if meaning.other else None,
    )


def _value(meaning: Meaning, said: Said, names: Names) -> Any:
    if said is None or isinstance(said, list):
        return said
    if meaning.field in DATES or meaning.code in {"too-late", "too-late-for"}:
        return date.fromisoformat(str(said))
    if isinstance(said, dict):
        return said | {name: date.fromisoformat(str(said[name])) for name in DATES & said.keys()}
    if meaning.field not in REFERENCES:
        return said
    kinds = PROVIDERS if meaning.field == "provided_by" else (KINDS[meaning.field],)
    known = next((names[kind, str(said)] for kind in kinds if (kind, str(said)) in names), None)
    return known or Thing(kinds[0], str(said), str(said))

"""The five clauses of an agreement, who is party to it, and what of each clause concerns whom.

Every fact of a key result stands in exactly one clause. Content is what is printed and what is
hashed: effective values, with the field names of the plan file, nothing absent or empty. The two
choices that have a default, an objective's `ambition` and a metric's `better`, are left out where
they have it, so that writing a default out changes nothing.
"""

from enum import StrEnum
from typing import NamedTuple

from accord.domain.canonical import Content, Value, fingerprint
from accord.domain.content import Concerning, Matter, matter_of
from accord.domain.facts import KeyResultFacts

SCHEMA = 1


class Clause(StrEnum):
    """One of the five, in the order in which they are read."""

    COMPLETION_CRITERIA = "completion-criteria"
    DECOMPOSITION = "decomposition"
    RESPONSIBILITIES = "responsibilities"
    DEPENDENCIES = "dependencies"
    DEFINITIONS = "definitions"

    @property
    def number(self) -> int:
        """The clause's number as people see it, from 1 to 5."""
        return _NUMBERS[self]


_CRITERIA, _DECOMPOSITION, _RESPONSIBILITIES, _DEPENDENCIES, _DEFINITIONS = Clause
_NUMBERS = {clause: number for number, clause in enumerate(Clause, start=1)}


class Part(NamedTuple):
    """What of one clause concerns one team, and the fingerprint an answer to it holds."""

    clause: Clause
    team: str
    content: Content
    fingerprint: str
    empty: bool


FiveParts = tuple[Part, Part, Part, Part, Part]


def own_team(facts: KeyResultFacts) -> str:
    """The team that answers for the key result today: its own, or the successor of that."""
    return facts.successors.get(facts.team, facts.team)


def parties(facts: KeyResultFacts) -> tuple[str, ...]:
    """The teams the key result binds, sorted by id; with two or more there is an agreement."""
    stored = {facts.team}
    stored.update(action.team for action in facts.actions if action.team)
    stored.update(duty.team for duty in facts.duties)
    stored.update(need.provider for need in facts.needs if not need.declined)
    stored.update(contribution.team for contribution in facts.contributions if contribution.status == "accepted")
    return tuple(sorted({facts.successors.get(team, team) for team in stored}))


def clause_content(facts: KeyResultFacts, clause: Clause) -> Content:
    """The whole clause, which is also the part of the key result's own team."""
    return _content(facts, clause, matter_of(facts), None)


def part_content(facts: KeyResultFacts, clause: Clause, team: str) -> Content:
    """What of a clause concerns a team of today, with what it holds for the teams it succeeds."""
    return _content(facts, clause, matter_of(facts), _held_by(facts, team))


def is_empty(content: Content) -> bool:
    """Whether a part holds nothing, so that it needs no answer."""
    return len(content) == _HEAD_LENGTH


def agreement_parts(facts: KeyResultFacts) -> dict[str, FiveParts]:
    """Every party's five parts, by team in the order of `parties`. What parties share is made once."""
    matter = matter_of(facts)
    owner = own_team(facts)
    whole = _parts(facts, matter, owner)
    return {team: whole if team == owner else _parts(facts, matter, team, whole) for team in parties(facts)}


def pieces(facts: KeyResultFacts, clause: Clause, team: str) -> tuple[str, ...]:
    """Fingerprints of what each of several predecessors of a team holds in a clause; mostly none.

    A team that succeeds another one which is party to the same key result has their parts as one.
    What was agreed to of each still counts for it: where all pieces are agreed to, the part is.
    """
    held = _held_by(facts, team)
    if held is None or len(held) == 1:
        return ()
    matter = matter_of(facts)
    contents = [_content(facts, clause, matter, frozenset({each})) for each in sorted(held & _concerned(matter))]
    return tuple(fingerprint(content) for content in contents if not is_empty(content))


_HEAD_LENGTH = 3


def _parts(facts: KeyResultFacts, matter: Matter, team: str, whole: FiveParts | None = None) -> FiveParts:
    held = _held_by(facts, team)

    def part(clause: Clause) -> Part:
        content = _content(facts, clause, matter, held)
        return Part(clause, team, content, fingerprint(content), is_empty(content))

    criteria, *_, definitions = whole or (part(_CRITERIA), part(_DEFINITIONS))
    return (
        criteria._replace(team=team),
        part(_DECOMPOSITION),
        part(_RESPONSIBILITIES),
        part(_DEPENDENCIES),
        definitions._replace(team=team),
    )


def _held_by(facts: KeyResultFacts, team: str) -> frozenset[str] | None:
    """The stored ids a team answers for; None for the own team, which answers for everything."""
    if team == own_team(facts):
        return None
    return frozenset({team, *(old for old, today in facts.successors.items() if today == team)})


def _concerned(matter: Matter) -> set[str]:
    groups = (matter.work, matter.duties, matter.needs, matter.contributions)
    return {team for group in groups for team, _ in group}


def _content(facts: KeyResultFacts, clause: Clause, matter: Matter, held: frozenset[str] | None) -> Content:
    content: Content = {"schema": SCHEMA, "clause": str(clause), "key_result": facts.id}
    if clause is _CRITERIA:
        content |= matter.criteria
    elif clause is _DECOMPOSITION:
        _put(content, "decomposition", matter.decomposition)
        _put(content, "actions", _of(matter.work, held))
    elif clause is _RESPONSIBILITIES:
        _put(content, "team", facts.team if held is None else None)
        _put(content, "actions", _of(matter.charges, held))
        _put(content, "duties", _of(matter.duties, held))
    elif clause is _DEPENDENCIES:
        _put(content, "needs", _of(matter.needs, held))
        _put(content, "contributions", _of(matter.contributions, held))
    else:
        content |= matter.definitions
    return content


def _put(content: Content, field: str, value: Value | None) -> None:
    if value:
        content[field] = value


def _of(items: Concerning, held: frozenset[str] | None) -> list[Value]:
    return [content for team, content in items if held is None or team in held]

"""The five clauses of an agreement, who is party to it, and what of each clause concerns whom.

Every fact of a key result stands in exactly one clause. Content is what is printed and what is
hashed: effective values, with the field names of the plan file, nothing absent or empty. What has
a default (an objective's `ambition`, a metric's `better`) is always there, so that writing the
default out changes nothing.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from accord.domain.canonical import Content, Value, canonical_text, fingerprint
from accord.domain.content import (
    Concerning,
    charges,
    contributions,
    criteria,
    definitions,
    duties,
    filled,
    meanings,
    needs,
    work,
)
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
    return tuple(sorted({facts.successors.get(team, team) for team in _stored_parties(facts)}))


def clause_content(facts: KeyResultFacts, clause: Clause) -> Content:
    """The whole clause, which is also the part of the key result's own team."""
    return _content(_matter(facts, clause), None)


def part_content(facts: KeyResultFacts, clause: Clause, team: str) -> Content:
    """What of a clause concerns a team of today, with what it holds for the teams it succeeds."""
    return _content(_matter(facts, clause), _held_by(facts, team))


def is_empty(content: Content) -> bool:
    """Whether a part holds nothing, so that it needs no answer."""
    return len(content) == _HEAD_LENGTH


def agreement_parts(facts: KeyResultFacts) -> dict[str, FiveParts]:
    """Every party's five parts, by team in the order of `parties`."""
    teams = parties(facts)
    one, two, three, four, five = (clause_parts(facts, clause, teams) for clause in Clause)
    return {team: (one[team], two[team], three[team], four[team], five[team]) for team in teams}


def clause_parts(facts: KeyResultFacts, clause: Clause, teams: tuple[str, ...] | None = None) -> dict[str, Part]:
    """Every party's part of one clause, by team; all that is looked at again where no other clause can have changed.

    `teams` are the parties where they are known already. What parties share is put together once.
    """
    matter = _matter(facts, clause)
    owner = own_team(facts)
    whole = _sealed(clause, owner, _content(matter, None))
    parts = {}
    for team in parties(facts) if teams is None else teams:
        if team == owner or not matter.divided:
            parts[team] = Part(clause, team, whole.content, whole.fingerprint, whole.empty)
        else:
            parts[team] = _sealed(clause, team, _content(matter, _held_by(facts, team)))
    return parts


def definitions_part(
    key_result: str,
    team: str,
    entries: Collection[str],
    metrics: Mapping[str, Value],
    milestones: Mapping[str, Value],
) -> Part:
    """Everybody's part of the definitions, from the content of the entries of the registry that it speaks of.

    What an entry means may be written already (canonical.written), so that many parts share it: this is for many
    key results at once, where nothing but the registry has changed.
    """
    head = _head(Clause.DEFINITIONS, key_result)
    return _sealed(Clause.DEFINITIONS, team, head | meanings(entries, metrics, milestones))


def pieces(facts: KeyResultFacts, clause: Clause, team: str) -> tuple[str, ...]:
    """Fingerprints of what each of several predecessors of a team holds in a clause; mostly none.

    A team that succeeds another one which is party to the same key result has their parts as one.
    What was agreed to of each still counts for it: where all pieces are agreed to, the part is.
    """
    held = _held_by(facts, team)
    if held is None or len(held) == 1:
        return ()
    matter = _matter(facts, clause)
    contents = [_content(matter, frozenset({each})) for each in sorted(held & _stored_parties(facts))]
    return tuple(fingerprint(content) for content in contents if not is_empty(content))


_HEAD_LENGTH = 3


class _Matter(NamedTuple):
    """What a clause holds: for every party, for the own team alone, and divided among those it concerns."""

    shared: Content
    own: Content
    divided: tuple[tuple[str, Concerning], ...]


def _matter(facts: KeyResultFacts, clause: Clause) -> _Matter:
    head = _head(clause, facts.id)
    if clause is Clause.COMPLETION_CRITERIA:
        return _Matter(head | criteria(facts), {}, ())
    if clause is Clause.DECOMPOSITION:
        text = filled({"decomposition": canonical_text(facts.decomposition)})
        return _Matter(head | text, {}, (("actions", work(facts)),))
    if clause is Clause.RESPONSIBILITIES:
        divided = (("actions", charges(facts)), ("duties", duties(facts)))
        return _Matter(head, {"team": facts.team}, divided)
    if clause is Clause.DEPENDENCIES:
        return _Matter(head, {}, (("needs", needs(facts)), ("contributions", contributions(facts))))
    return _Matter(head | definitions(facts), {}, ())


def _head(clause: Clause, key_result: str) -> Content:
    return {"schema": SCHEMA, "clause": clause.value, "key_result": key_result}


def _content(matter: _Matter, held: frozenset[str] | None) -> Content:
    """The part of those who hold what concerns the teams of these ids; None for the own team, which holds all."""
    part = matter.shared | matter.own if held is None else matter.shared.copy()
    for field, items in matter.divided:
        concerning: list[Value] = [item for team, item in items if held is None or team in held]
        if concerning:
            part[field] = concerning
    return part


def _sealed(clause: Clause, team: str, content: Content) -> Part:
    return Part(clause, team, content, fingerprint(content), is_empty(content))


def _held_by(facts: KeyResultFacts, team: str) -> frozenset[str] | None:
    """The stored ids a team answers for; None for the own team, which answers for everything."""
    if team == own_team(facts):
        return None
    return frozenset({team, *(old for old, today in facts.successors.items() if today == team)})


def _stored_parties(facts: KeyResultFacts) -> set[str]:
    stored = {facts.team}
    stored.update(action.team for action in facts.actions if action.team)
    stored.update(duty.team for duty in facts.duties)
    stored.update(need.provider for need in facts.needs if not need.declined)
    stored.update(contribution.team for contribution in facts.contributions if contribution.status == "accepted")
    return stored

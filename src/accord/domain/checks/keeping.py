"""Findings as they are kept: what tells two of them apart, and their related items and facts as JSON and back."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from accord.domain.checks.felt import OF_INFLUENCES
from accord.domain.checks.finding import Fact, Finding, Kind, Ref

# Where thousands push one metric, each of thousands that guard it would keep them all.
MOST_RELATED = 100
DIGITS = 32  # of a digest, enough to tell findings apart
# Which facts tell apart what a code finds about one subject, beside the first related item or all of them.
BY_FACT = {"AL602": "direction", "AL604": "direction", "AL803": "sent"}
BY_FIRST = frozenset({"AL109", "AL404", "AL603", "AL803"})
CIRCLES = frozenset({"AL305", "AL405"})
PLAIN = (str, int)


class Key(NamedTuple):
    """What stays the same of a finding for as long as it is the same one."""

    code: str
    kind: str
    subject: str
    mark: str


class Kept(NamedTuple):
    """The rest of a finding as JSON, and its content."""

    related: list[list[str]]
    facts: dict[str, Any]
    content: str


def keyed(findings: Iterable[Finding]) -> Iterator[tuple[Key, Finding]]:
    """Findings with their keys; of those that nothing tells apart, the later ones are numbered."""
    seen: Counter[Key] = Counter()
    for finding in findings:
        key = Key(finding.code, finding.subject.kind.value, finding.subject.id, _mark(finding))
        seen[key] += 1
        yield (key if seen[key] == 1 else key._replace(mark=f"{key.mark}#{seen[key]}")), finding


def kept(finding: Finding, digest: str = "") -> Kept:
    """What is kept of a finding beside its key: of what is related, the first so many. `digest` is its content."""
    related: list[list[str]] = [[ref.kind, ref.id] for ref in finding.related[:MOST_RELATED]]
    facts = {name: _written(fact) for name, fact in finding.facts.items()}
    return Kept(related, facts, digest or content(finding))


def content(finding: Finding) -> str:
    """A digest of what is kept of a finding: another where it says something else."""
    related = finding.related[:MOST_RELATED]
    ids, kinds = "\n".join([ref.id for ref in related]), "".join([ref.kind[0] for ref in related])
    facts = "\n".join(f"{name}={_told(fact)}" for name, fact in sorted(finding.facts.items()))
    return _digest(f"{ids}\n{kinds}\n{len(finding.related)}\n{facts}")


def judged(key: Key) -> str:
    """The id of what is judged where this is found: its subject, but of AL602 and AL603 the metric that is pushed."""
    return key.mark.partition(" ")[0].partition("#")[0] if key.code in OF_INFLUENCES else key.subject


def read(key: Key, related: Sequence[Sequence[str]], facts: Mapping[str, Any]) -> Finding:
    """A finding as it was kept."""
    return Finding(
        code=key.code,
        subject=Ref(Kind(key.kind), key.subject),
        related=tuple(Ref(Kind(kind), id_) for kind, id_ in related),
        facts={name: _read(fact) for name, fact in facts.items()},
    )


def _mark(finding: Finding) -> str:
    if finding.code in CIRCLES:
        return _digest("\n".join(ref.id for ref in finding.related))
    parts = []
    if finding.code in BY_FIRST:
        parts.append(finding.related[0].id)
    if finding.code == "AL602":
        parts.append(next(ref.id for ref in reversed(finding.related) if ref.kind is Kind.METRIC))
    if finding.code in BY_FACT:
        parts.append(str(finding.facts[BY_FACT[finding.code]]))
    return " ".join(parts)


def _written(fact: Fact) -> Any:
    """JSON has no days, exact numbers and items: they are objects that say what they are."""
    if isinstance(fact, Ref):
        return {"item": [fact.kind, fact.id]}
    if fact is None or isinstance(fact, PLAIN):
        return fact
    if isinstance(fact, Decimal):
        return {"number": format(fact, "f")}
    if isinstance(fact, date):
        return {"day": fact.isoformat()}
    return [_written(each) for each in fact]


def _read(value: Any) -> Fact:
    match value:
        case {"item": [kind, id_]}:
            return Ref(Kind(kind), id_)
        case {"number": number}:
            return Decimal(number)
        case {"day": day}:
            return date.fromisoformat(day)
        case [*several]:
            return tuple(_read(each) for each in several)
    fact: Fact = value
    return fact


def _told(fact: Fact) -> str:
    """A fact as a text that no other fact has; 1 and 1.0 are two."""
    if isinstance(fact, Ref):
        return f"@{fact.kind}:{fact.id}"
    if fact is None or isinstance(fact, (*PLAIN, Decimal, date)):
        return f"{type(fact).__name__[0]}{fact}"
    return f"[{','.join(map(_told, fact))}]"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]

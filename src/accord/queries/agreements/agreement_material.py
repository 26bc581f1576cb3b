"""The rows behind an agreement's page, as they are stored. Where they are equal, the page says the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from accord.domain.canonical import Content as Body
from accord.domain.canonical import fingerprint
from accord.domain.clauses import SCHEMA, Clause
from accord.models import Answer, Content, KeyResult, Message, Party
from accord.queries.agreements.agreement_rows import Version
from accord.queries.agreements.clause_lines import entries, ids_named
from accord.queries.agreements.facts import successors
from accord.queries.agreements.named_things import Names, Thing, named
from accord.queries.prepared import Prepared
from accord.queries.realignments import realigned_clauses

PARTY = ("team__key", "team__name", "team__code", "is_own", "states", "empties", "asked_at", "answer_by")
FINGERPRINTS = tuple(f"fingerprint_{clause.number}" for clause in Clause)
ANSWER = (
    "clause", "team__key", "kind", "fingerprint", "is_standing", "reason", "act_id", "act__at", "act__by__name",
    "act__by__key",
)  # fmt: skip
MESSAGE = ("id", "clause", "team__key", "kind", "by__name", "by__key", "at", "text")
VERSION = ("fingerprint", "clause", "body", "change__id", "change__at", "change__by__name", "change__reason")
KEPT = 256  # agreements whose contents are kept as they were read

Row = tuple[Any, ...]


class Subject(NamedTuple):
    """The key result as its agreement speaks of it; `measured_by` is the id of its metric or milestone."""

    id: int
    key: str
    objective: str
    state: str  # of the agreement
    metric: str | None
    milestone: str | None
    texts: tuple[tuple[str, str], ...]  # today's, of fields whose wording class began otherwise

    @property
    def measured_by(self) -> str | None:
        return self.metric or self.milestone


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What all versions of all clauses say, today's and earlier ones."""

    versions: Sequence[Version]
    bodies: Mapping[str, Body]  # by fingerprint
    named: Mapping[str, frozenset[str]]  # every id they speak of, by kind
    whose: Mapping[str, str]  # each action's team, as the responsibilities say, those of earlier versions too


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is stored of one agreement. Two are equal where all their rows are."""

    rows: tuple[Any, ...]
    parties: Sequence[Mapping[str, Any]] = field(compare=False)
    answers: Sequence[Row] = field(compare=False)
    messages: Sequence[Row] = field(compare=False)
    realigned: realigned_clauses.Realigned = field(compare=False)
    contents: Contents = field(compare=False)
    names: Names = field(compare=False)
    heirs: Mapping[str, str] = field(compare=False)  # ended teams and who answers in their place, where any is named


def subject_of(key_result: KeyResult) -> Subject:
    """What a key result's agreement needs of it."""
    texts = tuple((name, getattr(key_result, name) or "") for name in key_result.wording)
    metric, milestone = key_result.metric, key_result.milestone
    return Subject(
        key_result.pk,
        key_result.key,
        key_result.objective.key,
        key_result.agreement.state,
        metric.key if metric else None,
        milestone.key if milestone else None,
        texts,
    )


def read(key_result: KeyResult) -> Material:
    """The rows behind the page of one agreement: six statements, one more where teams have ended."""
    pk = key_result.pk
    parties, versions = tuple(_PARTIES(key_result=pk)), tuple(_VERSIONS(key_result=pk))
    answers, messages = tuple(_ANSWERS(key_result=pk)), tuple(_MESSAGES(key_result=pk))
    realigned = realigned_clauses.rows_of(pk)
    contents = _contents(key_result.key, versions)
    teams = {row[0] for row in parties}
    heirs = successors() if contents.named.get("team", frozenset()) - teams else {}
    names = _names(key_result, contents, teams)
    called = tuple((*each, thing.name, thing.code, thing.person, *thing.texts.items()) for each, thing in names.items())
    return Material(
        rows=(parties, versions, answers, messages, realigned, called, tuple(heirs.items())),
        parties=[dict(zip((*PARTY, *FINGERPRINTS), row, strict=True)) for row in parties],
        answers=answers,
        messages=messages,
        realigned=realigned_clauses.realigned(realigned),
        contents=contents,
        names=names,
        heirs=heirs,
    )


@lru_cache(maxsize=KEPT)
def _contents(key_result: str, rows: Sequence[Row]) -> Contents:
    versions = [Version(seen, clause, orjson.loads(body), *rest) for seen, clause, body, *rest in rows]
    bodies = [version.body for version in versions]
    charges = (body for body in bodies if body["clause"] == Clause.RESPONSIBILITIES)
    return Contents(
        versions=versions,
        bodies={version.fingerprint: version.body for version in versions} | _nothing(key_result),
        named={kind: frozenset(ids) for kind, ids in ids_named(bodies).items()},
        whose={str(each["id"]): str(each["team"]) for each in _actions(charges)},
    )


def _actions(bodies: Iterable[Body]) -> Iterable[dict[str, Any]]:
    for body in bodies:
        yield from entries(body, "actions")


def _nothing(key_result: str) -> dict[str, Body]:
    """Parts that hold nothing: they are never kept, for they are known."""
    bodies: list[Body] = [{"schema": SCHEMA, "clause": each.value, "key_result": key_result} for each in Clause]
    return {fingerprint(body): body for body in bodies}


def _names(key_result: KeyResult, contents: Contents, teams: set[str]) -> Names:
    ids: dict[str, frozenset[str]] = dict(contents.named)
    own = {"team": teams, "key_result": {key_result.key}, "objective": {key_result.objective.key}}
    for kind, more in own.items():
        ids[kind] = ids.get(kind, frozenset()) | more
    found = named(ids, key_result.cycle, duties_of=key_result.pk)
    known = found["key_result", key_result.key]
    texts = {name: getattr(key_result, name) or "" for name in key_result.wording}
    found["key_result", known.id] = Thing(known.kind, known.id, known.name, person=known.person, texts=texts)
    return found


_PARTIES = Prepared(
    lambda key_result: (
        Party.objects.filter(agreement_id=key_result)
        .order_by("-is_own", "team__position", "team__id")
        .values_list(*PARTY, *FINGERPRINTS)
    ),
    key_result=int,
)
_ANSWERS = Prepared(
    lambda key_result: Answer.objects.filter(key_result=key_result).order_by("id").values_list(*ANSWER), key_result=int
)
_MESSAGES = Prepared(
    lambda key_result: Message.objects.filter(key_result=key_result).order_by("id").values_list(*MESSAGE),
    key_result=int,
)
_VERSIONS = Prepared(
    lambda key_result: (
        Content.objects.filter(key_result=key_result).order_by("change__id", "clause").values_list(*VERSION)
    ),
    key_result=int,
)

"""A clause as what a person reads: items with their facts, names for ids, today's wording, and what differs.

Everything comes from the canonical content, so that what is shown is what an answer binds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from accord.domain.canonical import Content as Body
from accord.domain.differences import Difference, provider_kind
from accord.queries.agreements.named_things import Names, Thing, thing

Value: TypeAlias = str | date | Decimal | Thing | tuple["Value", ...] | Mapping[str, "Value"] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an item: its value, what it was where that differs for the reader, and its first wording.

    `first` is set where today's wording differs from the text that the content holds.
    """

    name: str
    value: Value
    before: Value = None
    is_changed: bool = False
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a clause. `team` is the stored id of the team it concerns, None where it concerns everybody.

    `is_new` and `is_gone` say how it differs from what the reader's team agreed to.
    """

    kind: str
    id: str
    thing: Thing
    team: Thing | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    is_new: bool = False
    is_gone: bool = False

    def fact(self, name: str) -> Fact | None:
        """One of its facts; None where it says nothing of that, and never did."""
        return self.facts.get(name)

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs from what the reader's team agreed to."""
        return self.is_new or self.is_gone or any(fact.is_changed for fact in self.facts.values())


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs for the reader, ready to look up; items that are gone are kept as they were."""

    fields: Mapping[tuple[str, str, str], Difference] = field(default_factory=dict)
    new: frozenset[tuple[str, str]] = frozenset()
    gone: Sequence[Difference] = ()

    @classmethod
    def of(cls, told: Iterable[Difference]) -> "Changes":
        told = list(told)
        whole = [each for each in told if each.field is None]
        return cls(
            fields={(each.kind, each.id, each.field): each for each in told if each.field is not None},
            new=frozenset((each.kind, each.id) for each in whole if each.before is None),
            gone=[each for each in whole if each.after is None],
        )


NO_CHANGES = Changes()
DATES = {"due", "by", "promised", "date"}
NUMBERS = {"baseline", "target", "effort_days", "expected", "share", "at_least", "at_most", "value"}
# Fields that name a thing, and what kind it is.
REFERENCES = {
    "metric": "metric", "milestone": "milestone", "guardrails": "metric", "team": "team", "from": "team",
    "for": "action",
}  # fmt: skip
GROUPS = {
    "actions": "action", "duties": "duty", "needs": "need", "contributions": "contribution", "metrics": "metric",
    "milestones": "milestone",
}  # fmt: skip
TEAM_FIELD = {"action": "team", "duty": "team", "need": "from", "contribution": "team"}
NOT_FACTS = {"schema", "clause", "key_result", "id", "objective", *GROUPS}


def items(body: Body, names: Names, changes: Changes, *, objective: str, teams: Mapping[str, str]) -> list[Item]:
    """The items of a clause's content, the key result's own first.

    `teams` tells whose an action is where the content does not say so (in the decomposition).
    """
    read = Reading(names, changes, str(body["key_result"]), teams)
    found = [read.own(body, objective)] if _own_fields(body) else []
    if isinstance(stated := body.get("objective"), dict):
        found.append(read.item("objective", objective, stated))
    for group, kind in GROUPS.items():
        listed = entries(body, group)
        found += read.duties(listed) if kind == "duty" else [read.entry(kind, each) for each in listed]
    return [*found, *read.gone()]


def entries(body: Body, group: str) -> list[dict[str, Any]]:
    """The entries of one of a content's lists; none where it has no such list."""
    listed = body.get(group, [])
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a clause: the names it needs, and what differs."""

    names: Names
    changes: Changes
    key_result: str
    teams: Mapping[str, str]

    def own(self, body: Body, objective: str) -> Item:
        """What the clause says of the key result itself."""
        facts = {name: self._fact("key_result", self.key_result, name, body.get(name)) for name in _own_fields(body)}
        if "team" in body:
            # The team is the objective's, whatever it is written under.
            facts["team"] = self._fact("objective", objective, "team", body["team"])
        facts |= self._vanished("key_result", self.key_result, facts)
        return Item("key_result", self.key_result, thing(self.names, "key_result", self.key_result), None, facts)

    def entry(self, kind: str, stated: Body) -> Item:
        """One entry of a list."""
        return self.item(kind, str(stated.get("id") or stated["objective"]), stated)

    def item(self, kind: str, identifier: str, stated: Body, *, is_gone: bool = False) -> Item:
        named = "objective" if kind == "contribution" else kind
        told_as = f"{identifier}>{self.key_result}" if kind == "contribution" else identifier
        facts = {
            name: self._fact(_told_of(kind, name), told_as if name != "title" else identifier, name, value)
            for name, value in stated.items()
            if name not in {"id", "objective", "as_promised", "provided_by"}
        }
        facts |= self._vanished(kind, told_as, facts)
        if kind == "need":
            facts |= self._provider(identifier, stated)
        whose = stated.get(TEAM_FIELD.get(kind, "")) or self.teams.get(identifier)
        return Item(
            kind=kind,
            id=identifier,
            thing=thing(self.names, named, identifier),
            team=thing(self.names, "team", str(whose)) if whose else None,
            facts=facts,
            is_new=(kind, told_as) in self.changes.new,
            is_gone=is_gone,
        )

    def duties(self, stated: Sequence[Body]) -> Iterator[Item]:
        """Duties have no ids: each is beside the same team's at the same place among what was agreed to."""
        difference = self.changes.fields.get(("key_result", self.key_result, "duties"))
        if difference is None:
            yield from (self._duty(each) for each in stated)
            return
        before = list(difference.before) if isinstance(difference.before, list) else []
        left = [each for each in before if isinstance(each, dict) and each not in stated]
        for each in stated:
            if each in before:
                yield self._duty(each)
                continue
            was = next((old for old in left if old["team"] == each["team"]), None)
            if was:
                left.remove(was)
            yield self._duty(each, before=str(was["does"]) if was else None, is_new=was is None)
        yield from (self._duty(old, is_gone=True) for old in left)

    def gone(self) -> Iterator[Item]:
        """What was agreed to and is no longer there."""
        for each in self.changes.gone:
            if isinstance(each.before, dict) and (each.kind in TEAM_FIELD or each.kind in {"metric", "milestone"}):
                yield self.item(each.kind, each.id.partition(">")[0], each.before, is_gone=True)  # type: ignore[arg-type]

    def _duty(
        self, stated: Mapping[str, Any], *, before: str | None = None, is_new: bool = False, is_gone: bool = False
    ) -> Item:
        team, does = str(stated["team"]), str(stated["does"])
        known = self.names.get(("duty", f"{team}>{does}"))
        today = known.texts["does"] if known else does
        fact = Fact("does", today, before, before is not None, does if today != does else None)
        whose = thing(self.names, "team", team)
        return Item(
            "duty", f"{team}>{does}", known or Thing("duty", team, does), whose, {"does": fact}, is_new, is_gone
        )

    def _provider(self, need: str, stated: Body) -> dict[str, Fact]:
        """What provides a need, and what is promised of it; facts of the promise are named `promise_FIELD`."""
        provider, promised = stated.get("provided_by"), stated.get("as_promised")
        kind = provider_kind(promised)
        told = self.changes.fields.get(("need", need, "provided_by"))
        before = None
        if told and told.before:
            before = self._known(str(told.before), kind)
        if not provider:
            return {"provided_by": Fact("provided_by", None, before, is_changed=True)} if told else {}
        facts = {"provided_by": Fact("provided_by", thing(self.names, kind, str(provider)), before, told is not None)}
        said = promised if isinstance(promised, dict) else {}
        named = {name: self._fact(kind, str(provider), name, value) for name, value in said.items()}
        return facts | {f"promise_{name}": fact for name, fact in named.items()}

    def _known(self, identifier: str, kind: str) -> Thing:
        kinds = (kind, "action", "key_result", "milestone")
        return next(
            (self.names[each, identifier] for each in kinds if (each, identifier) in self.names), None
        ) or Thing(kind, identifier, identifier)

    def _fact(self, kind: str, identifier: str, name: str, stated: Any) -> Fact:
        told = self.changes.fields.get((kind, identifier, name))
        today = thing(self.names, kind, identifier).texts.get(name) if isinstance(stated, str) else None
        return Fact(
            name,
            value=today if today is not None else self._value(name, stated),
            before=self._value(name, told.before) if told else None,
            is_changed=told is not None,
            first=stated if today is not None and today != stated else None,
        )

    def _vanished(self, kind: str, identifier: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """Fields that were agreed to and hold nothing today."""
        return {
            name: Fact(name, None, self._value(name, told.before), is_changed=True)
            for (of, who, name), told in self.changes.fields.items()
            if (of, who) == (kind, identifier) and name not in facts and name not in {"duties", "provided_by"}
        }

    def _value(self, name: str, stated: Any) -> Value:
        if stated is None:
            return None
        if name in REFERENCES:
            kind = REFERENCES[name]
            listed = [thing(self.names, kind, str(each)) for each in (stated if isinstance(stated, list) else [stated])]
            return tuple(listed) if isinstance(stated, list) else listed[0]
        if name == "path":
            return tuple((date.fromisoformat(str(each["date"])), Decimal(each["value"])) for each in stated)
        if name == "hold":
            return {limit: Decimal(value) for limit, value in stated.items()}
        if name in DATES:
            return date.fromisoformat(str(stated))
        return Decimal(stated) if name in NUMBERS else str(stated)


def ids_named(bodies: Iterable[Body]) -> dict[str, set[str]]:
    """Every id that these contents speak of, by kind. What provides a need is looked for among all it can be."""
    found: dict[str, set[str]] = {}
    for body in bodies:
        for kind, identifier in _ids(body):
            found.setdefault(kind, set()).add(identifier)
    return found


def _ids(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if name in REFERENCES:
            yield from ((REFERENCES[name], str(each)) for each in (value if isinstance(value, list) else [value]))
        elif name == "provided_by":
            yield from ((kind, str(value)) for kind in ("action", "key_result", "milestone"))
        elif name == "as_promised":
            yield from _ids(value)
        elif name in GROUPS:
            for each in value:
                if "objective" in each:
                    yield "objective", str(each["objective"])
                elif "id" in each:
                    yield GROUPS[name], str(each["id"])
                yield from _ids(each)


def _own_fields(body: Body) -> list[str]:
    return [name for name in body if name not in NOT_FACTS]


def _told_of(kind: str, name: str) -> str:
    """A difference in the title of a contribution is told of its objective."""
    return "objective" if kind == "contribution" and name in {"title", "team"} else kind

"""What an organization has written, in plain values, and what of it each party is asked: product.md, section 6, told
once more. It knows nothing of the program it is compared with, but for the ids of the world that both begin with.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tests.services.plain_words import Wording

CLAUSES = ("completion-criteria", "decomposition", "responsibilities", "dependencies", "definitions")
WORDED = {"title", "completion_criteria", "decomposition", "what", "definition", "name"}
ABOVE = {"key_result": "objective", "action": "key_result", "need": "key_result"}
Key = tuple[str, str]  # kind and id


@dataclass
class Thing:
    """Its fields as written (worded ones by `texts`); `gone` is the step at which it was dropped."""

    fields: dict[str, Any]
    texts: dict[str, Wording]
    gone: int | None = None
    is_draft: bool = False
    was_promised: bool = False
    asked_by: set[str] = field(default_factory=set)  # the people who wrote what is asked, as leads

    def __getitem__(self, name: str) -> Any:
        return self.texts[name].content if name in self.texts else self.fields.get(name)

    def written(self, name: str) -> Any:
        return self.texts[name].text if name in self.texts else self.fields.get(name)


@dataclass
class PlainPlan:
    things: dict[Key, Thing] = field(default_factory=dict)
    duties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by key result: team and text
    duty_classes: dict[tuple[str, str], Wording] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)

    def make(self, kind: str, key: str, *, is_draft: bool = False, **fields: Any) -> Thing:
        texts = {name: Wording.of(value) for name, value in fields.items() if name in WORDED}
        rest = {name: value for name, value in fields.items() if name not in WORDED}
        self.things[kind, key] = Thing(rest, texts, is_draft=is_draft)
        return self.things[kind, key]

    def edit(self, kind: str, key: str, name: str, value: Any, *, wording_only: bool = False) -> None:
        thing = self.things[kind, key]
        if name in WORDED:
            thing.texts.setdefault(name, Wording()).write(value, wording_only=wording_only)
        else:
            thing.fields[name] = value

    def give_duties(self, result: str, duties: list[tuple[str, str]]) -> None:
        """The whole list; a team has one here, and its text follows the one it had."""
        today = dict(duties)
        for team, _ in [*self.duties.get(result, ()), *duties]:
            self.duty_classes.setdefault((result, team), Wording()).write(today.get(team))
        self.duties[result] = duties

    def drop(self, kind: str, key: str, step: int) -> list[Key]:
        gone = [at for at in [(kind, key), *self.below(kind, key)] if self.things[at].gone is None]
        for at in gone:
            self.things[at].gone = step
        return gone

    def bring_back(self, kind: str, key: str) -> list[Key]:
        step = self.things[kind, key].gone
        back = [at for at in [(kind, key), *self.below(kind, key)] if self.things[at].gone == step]
        for at in back:
            self.things[at].gone = None
        return back

    def below(self, kind: str, key: str) -> list[Key]:
        """What goes with a thing. What it contributes to, or is contributed by, is only out of sight."""
        found = [at for at, thing in self.things.items() if ABOVE.get(at[0]) == kind and thing[kind] == key]
        return [*found, *(deeper for at in found for deeper in self.below(*at))]

    def sees(self, kind: str, key: str) -> bool:
        """Whether a thing is there for everybody."""
        thing = self.things.get((kind, key))
        if thing is None or thing.gone is not None or thing.is_draft:
            return False
        if kind == "contribution":
            objective, _, result = key.partition(">")
            return self.sees("objective", objective) and self.sees("key_result", result)
        return kind not in ABOVE or self.sees(ABOVE[kind], thing[ABOVE[kind]])

    def seen(self, kind: str, **where: Any) -> list[tuple[str, Thing]]:
        return [
            (key, thing)
            for (of, key), thing in sorted(self.things.items())
            if of == kind and self.sees(kind, key) and all(thing[name] == value for name, value in where.items())
        ]

    def today(self, team: str) -> str:
        return self.heirs.get(team, team)

    def team_of(self, result: str) -> str:
        """As written; who answers for it today is its heir."""
        team: str = self.things["objective", self.things["key_result", result]["objective"]]["team"]
        return team

    def written_parties(self, result: str) -> set[str]:
        return {
            self.team_of(result),
            *(thing["team"] for _, thing in self.seen("action", key_result=result) if thing["team"]),
            *(team for team, _ in self.duties.get(result, ())),
            *(thing["from"] for _, thing in self.needs(result)),
            *(each["team"] for each in self.contributions(result)),
        }

    def parties(self, result: str) -> set[str]:
        return {self.today(team) for team in self.written_parties(result)}

    def needs(self, result: str) -> list[tuple[str, Thing]]:
        return [(key, thing) for key, thing in self.seen("need", key_result=result) if thing["declined"] is None]

    def contributions(self, result: str) -> list[dict[str, Any]]:
        found = []
        for key, thing in self.seen("contribution", status="accepted"):
            objective, _, supported = key.partition(">")
            if supported == result:
                source = self.things["objective", objective]
                share = number(thing["share"])
                found.append({"objective": objective, "title": source["title"], "team": source["team"], "share": share})
        return found

    def part(self, result: str, team: str, clause: str) -> dict[str, Any]:
        """What of a clause concerns a team of today."""
        if team == self.today(self.team_of(result)):
            return self.held(result, None, clause)
        return self.held(result, {team, *(old for old, heir in self.heirs.items() if heir == team)}, clause)

    def held(self, result: str, teams: set[str] | None, clause: str) -> dict[str, Any]:
        """What of a clause concerns these teams as they are written; None: all of it."""
        head = {"schema": 1, "clause": clause, "key_result": result}
        whole: dict[str, Any] = getattr(self, "_" + clause.replace("-", "_"))(result)
        for name, whose in (("actions", self._doer), ("duties", _team), ("needs", _from), ("contributions", _team)):
            whole[name] = [each for each in whole.get(name, ()) if teams is None or whose(each) in teams]
        if clause == "responsibilities" and teams is not None:
            del whole["team"]
        return head | _filled(whole)

    def _doer(self, action: dict[str, Any]) -> str:
        thing = self.things["action", action["id"]]
        return thing["team"] or self.team_of(thing["key_result"])

    def _completion_criteria(self, result: str) -> dict[str, Any]:
        kr = self.things["key_result", result]
        objective = self.things["objective", kr["objective"]]
        percent = kr["metric"] is None
        return {
            "objective": {"title": objective["title"], "ambition": objective["ambition"]},
            "title": kr["title"],
            "metric": kr["metric"],
            "baseline": number(kr["baseline"]) or ("0" if percent else None),
            "target": number(kr["target"]) or ("100" if percent else None),
            "due": kr["due"] or "2026-12-31",
            "completion_criteria": kr["completion_criteria"],
            "guardrails": sorted(kr["guardrails"] or ()),
        }

    def _decomposition(self, result: str) -> dict[str, Any]:
        actions = [
            _filled({"id": key, "title": each["title"], "due": each["due"], "effort_days": number(each["effort_days"])})
            for key, each in self.seen("action", key_result=result)
        ]
        return {"decomposition": self.things["key_result", result]["decomposition"], "actions": actions}

    def _responsibilities(self, result: str) -> dict[str, Any]:
        actions = [{"id": key, "team": self._doer({"id": key})} for key, _ in self.seen("action", key_result=result)]
        duties = [{"team": team, "does": does} for team, does in sorted(self.first_duties(result))]
        return {"team": self.team_of(result), "actions": actions, "duties": duties}

    def first_duties(self, result: str) -> list[tuple[str, str]]:
        return [(team, self.duty_classes[result, team].content or "") for team, _ in self.duties.get(result, ())]

    def _dependencies(self, result: str) -> dict[str, Any]:
        needs = [_filled(self._need(key, each)) for key, each in self.needs(result)]
        return {"needs": needs, "contributions": [_filled(each) for each in self.contributions(result)]}

    def _need(self, key: str, need: Thing) -> dict[str, Any]:
        names = ("from", "what", "completion_criteria", "by", "promised")
        waits = need["for"] if need["for"] and self.sees("action", need["for"]) else None
        provider = self.provider(need)
        promised = _filled(self._as_promised(*provider)) if provider else None
        content = {name: need[name] for name in names} | {"id": key, "for": waits}
        return content | {"provided_by": provider and provider[1], "as_promised": promised}

    def provider(self, need: Thing) -> Key | None:
        found = [(kind, need["provided_by"]) for kind in ("action", "key_result")]
        return next((at for at in found if at[1] and self.sees(*at)), None)

    def _as_promised(self, kind: str, key: str) -> dict[str, Any]:
        thing = self.things[kind, key]
        if kind == "action":
            return {"title": thing["title"], "due": thing["due"]}
        target = number(thing["target"]) or ("100" if thing["metric"] is None else None)
        names = ("title", "metric", "completion_criteria")
        return {name: thing[name] for name in names} | {"target": target, "due": thing["due"] or "2026-12-31"}

    def _definitions(self, result: str) -> dict[str, Any]:
        kr = self.things["key_result", result]
        named = {kr["metric"], *(kr["guardrails"] or ()), *(kr["terms"] or ())}
        for _, need in self.needs(result):
            provider = self.provider(need)
            if provider and provider[0] == "key_result":
                named.add(self.things[provider]["metric"])
        names = ("name", "definition", "unit", "better")
        meant = [(key, self.things["metric", key]) for key in sorted(named - {None})]
        return {"metrics": [_filled({"id": key} | {name: each[name] for name in names}) for key, each in meant]}


def fingerprint(content: dict[str, Any]) -> str:
    return sha256(printed(content).encode()).hexdigest()


def printed(content: dict[str, Any]) -> str:
    """As it is kept; plain JSON is canonical where there are no floats and no keys beyond ASCII."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_empty(content: dict[str, Any]) -> bool:
    return content.keys() == {"schema", "clause", "key_result"}


def number(value: str | None) -> str | None:
    return None if value is None else format(Decimal(value).normalize(), "f")


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value}


def _team(item: dict[str, Any]) -> str:
    team: str = item["team"]
    return team


def _from(need: dict[str, Any]) -> str:
    team: str = need["from"]
    return team

"""What a change may have made of findings: what is to be judged again, at once and by the worker, and around what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accord.domain.checks.felt import (
    FURTHER,
    NAMED,
    NEAR,
    OF_INFLUENCES,
    OF_MEASURES,
    OF_METRICS,
    OF_NAMES,
    OF_STANDINGS,
    Codes,
    felt,
)
from accord.queries.findings.numbers_before import NUMBERS, moving_as_before
from accord.queries.findings.snapshot_rows import Around
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions.revisions import Revised

OF_THE_ORGANIZATION = frozenset({"metric", "milestone", "team", "membership", "person", "strategic_goal"})
COMING_OR_MOVING = frozenset({None, "objective", "team"})
# What fields name, so that what they named before is judged as well.
NAMING: Mapping[str, tuple[str, ...]] = {
    "metric": ("metric_keys",), "milestone": ("milestone_keys",), "guardrails": ("guarded_keys",),
    "terms": ("term_keys", "milestone_keys"), "influences": ("metric_keys",), "responsible": ("people_keys",),
    "provided_by": ("milestone_keys",),
}  # fmt: skip
NAMED_THEMSELVES = {"metric": "metric_keys", "milestone": "milestone_keys", "person": "people_keys"}
# Codes that are judged of what has to do with such a thing, not of everything.
NAMED_BY: Mapping[str, Codes] = {
    "metric": FURTHER | OF_MEASURES["metric"] | OF_NAMES,
    "milestone": FURTHER | OF_MEASURES["milestone"] | OF_NAMES,
    "person": FURTHER,
}


OF_PULLS = OF_METRICS | OF_INFLUENCES


@dataclass(slots=True)
class Felt:
    """What a change may have made of findings: around what to judge which codes, and what the worker is to judge."""

    around: Around = field(default_factory=Around)
    near: set[str] = field(default_factory=set)
    named: dict[str, Around] = field(default_factory=dict)  # by the worker, of these alone, or of what they reach
    named_everywhere: dict[str, Around] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)  # by the worker, in the cycle of the change
    everywhere: set[str] = field(default_factory=set)  # by the worker, in every open cycle

    @property
    def is_everywhere(self) -> bool:
        """Whether the definitions of the registry or of teams changed, which are felt in every open cycle."""
        return bool(self.everywhere or self.named_everywhere)

    def feel(self, touched: Touched) -> None:
        """Where parties of key results came to stand."""
        moved = {move.key_result for move in touched.moves} | touched.opened | touched.ended
        if moved:
            self.around.standing |= moved
            self.near |= OF_STANDINGS
        for move in touched.moves:
            if move.before is None or move.after is None:
                around = self.named.setdefault("AL905", Around())
                around.teams.add(move.team)
                around.standing.add(move.key_result)


def felt_of(revised: Iterable[Revised]) -> Felt:
    """What changes of definitions are felt by, beside the standings that moved."""
    it, several = Felt(), list(revised)
    moving = _moving_as_before(several)
    for each in several:
        codes = felt(each.kind, each.field) - (OF_PULLS if _is_of(each, moving) else frozenset())
        if each.kind in OF_THE_ORGANIZATION:
            named = codes & NAMED_BY.get(each.kind, frozenset())
            it.everywhere |= codes - named
            for code in named:
                around = it.named_everywhere.setdefault(code, Around())
                if code in OF_NAMES:
                    around.names |= _names(each)
                else:
                    _reach_named(around, each)
        elif each.kind == "cycle":
            it.here |= codes
        else:
            it.here |= codes - NEAR - NAMED - FURTHER
            for code in codes & (NAMED | FURTHER):
                around = it.named.setdefault(code, Around())
                _reach_under(around, each)
                if code in FURTHER:
                    _reach_named(around, each)
            if near := codes & NEAR:
                it.near |= near
                _reach(it.around, each)
    return it


def _moving_as_before(revised: Iterable[Revised]) -> set[int]:
    """Another target is mostly on the same side of where it began: then it is none to goals that pull at each other."""
    before: dict[int, dict[str, Any]] = defaultdict(dict)
    for each in revised:
        if each.kind == "key_result" and each.field in NUMBERS:
            before[each.item][each.field] = each.before
    return moving_as_before(before)


def _is_of(each: Revised, key_results: set[int]) -> bool:
    return each.kind == "key_result" and each.field in NUMBERS and each.item in key_results


def _reach(around: Around, it: Revised) -> None:
    """What is to be judged for one thing: as it is placed now, and as it was."""
    match it.kind:
        case "contribution":
            objective, _, key_result = it.key.partition(">")
            around.objective_keys.add(objective)
            around.result_keys.add(key_result)
        case "objective":
            (around.moved_objectives if it.field in COMING_OR_MOVING else around.objectives).add(it.item)
            if it.field == "team":
                around.team_keys.add(it.before)
        case "key_result":
            (around.moved_results if it.field in COMING_OR_MOVING else around.key_results).add(it.item)
            if it.field == "objective":
                around.objective_keys.add(it.before)
        case _:
            (around.actions if it.kind == "action" else around.needs).add(it.item)
            if it.field == "key_result":
                around.result_keys.add(it.before)


def _reach_under(around: Around, it: Revised) -> None:
    """What is judged of key results alone, or from them on, is judged of those under an objective that changed, and
    of one that has moved, where it is now.
    """
    match it.kind:
        case "objective":
            around.moved_objectives.add(it.item)
        case "key_result":
            (around.moved_results if it.field in COMING_OR_MOVING else around.key_results).add(it.item)
        case _:
            _reach(around, it)


def _reach_named(around: Around, it: Revised) -> None:
    """A thing of the registry, or a person; and whatever was named before: what is named now is read with it."""
    if it.kind in NAMED_THEMSELVES:
        getattr(around, NAMED_THEMSELVES[it.kind]).add(it.key)
    were = (it.before or {}) if it.field is None else {it.field: it.before}
    for name, value in were.items():
        if value and name in NAMING:
            several = value if isinstance(value, list) else [value]
            keys = {each["metric"] if isinstance(each, dict) else each for each in several}
            for among in NAMING[name]:
                getattr(around, among).update(keys)


def _names(it: Revised) -> set[str]:
    """By which names a thing of the registry went, and goes."""
    found: set[str] = set()
    for value in (it.before, it.after):
        said = (value or {}) if it.field is None else {it.field: value}
        found |= {said.get("name") or "", *(said.get("aliases") or ())}
    return found - {""}

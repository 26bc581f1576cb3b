"""What a difference means for a team: how much earlier, how much less, what it is asked for, and what no longer fits.

Codes and values; the doors put them into sentences.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

from accord.domain.canonical import Content
from accord.domain.differences import Difference, Said

DATES = frozenset({"due", "by", "promised", "date"})
NUMBERS = frozenset({"baseline", "target", "effort_days", "expected", "share"})
TEXTS = frozenset(
    {"title", "name", "what", "completion_criteria", "decomposition", "definition", "formula", "counts", "excludes"}
    | {"source"}
)
REFERENCES = frozenset({"metric", "milestone", "team", "from", "for", "provided_by"})
WORK = frozenset({"action", "need", "contribution", "duty"})
DOER = {"action": "team", "need": "from", "contribution": "team"}  # the field that says whose a thing is
FEW_WORDS, FEW_PLACES = 10, 2  # more than these are not told within sentences
COMING = frozenset({"asked", "new", "no-longer-asked", "gone"})
OTHERWISE = ("reads-otherwise", "", "")
MARKS = " .,;:!?\n\t\r\f\v"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One consequence. `code` says what kind of sentence it is, `kind`, `id` and `field` what it is about.

    Codes: moved (a date, `by` days, less than 0 is earlier), changed (a number, by so much, or a choice), set, unset,
    added-words, left-out-words, other-words (few words within a text), reads-otherwise, swapped (a reference),
    watched, unwatched (a guardrail), asked, no-longer-asked (work that is the reader's), new, gone (any other),
    too-late (promised after it is needed), too-late-for (promised after the action `other` is due, which waits for it).
    """

    code: str
    kind: str
    id: str
    field: str = ""
    before: Said = None
    after: Said = None
    by: Decimal = Decimal(0)
    team: str = ""  # whose it is: who does, gives or contributes it
    is_ours: bool = False
    other: str = ""

    @property
    def told_as(self) -> tuple[str, ...]:
        """What tells it from another consequence, whosever it is. What goes, goes once, from however many clauses."""
        if self.code in COMING:
            return self.kind, self.id, "new" if self.before is None else "gone"
        return self.kind, self.id, self.field, self.other, str(self.before), str(self.after)

    @property
    def is_work(self) -> bool:
        """Whether it changes something that the reader's team does, gives or contributes."""
        return self.is_ours and self.kind in WORK


class Due(NamedTuple):
    """A need and the dates it has to fit: when it is needed, and when the action is due that waits for it."""

    need: str
    team: str
    promised: date | None
    by: date | None
    action: str = ""
    action_due: date | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a part today: whose each action is, and the dates of all needs of the key result."""

    teams: Mapping[str, str] = field(default_factory=dict)  # by id of an action
    dues: Iterable[Due] = ()

    @classmethod
    def of(cls, decomposition: Content, responsibilities: Content, dependencies: Content) -> "Around":
        """As the key result's own team has its clauses 2 to 4."""
        dues = {str(each["id"]): _day(each.get("due")) for each in _listed(decomposition, "actions")}
        teams = {str(each["id"]): str(each.get("team", "")) for each in _listed(responsibilities, "actions")}
        return cls(teams, [_due(each, dues) for each in _listed(dependencies, "needs")])


def meanings(told: Iterable[Difference], team: str, around: Around, *, is_own: bool) -> list[Meaning]:
    """What differences in a team's parts mean for it, in their order, each once, and then what fits no longer.

    `is_own` says that the key result is the team's own: then its parts hold what others do, too.
    """
    found: dict[tuple[str, ...], Meaning] = {}
    told = list(told)
    for difference in told:
        for each in _meanings(difference, _Side(team, around.teams, is_own)):
            found.setdefault(each.told_as, each)
    return [*found.values(), *_misfits(told, around.dues, team, is_own=is_own)]


class _Side(NamedTuple):
    team: str
    teams: Mapping[str, str]
    is_own: bool

    def whose(self, difference: Difference) -> str:
        """The team that does, gives or contributes the thing; its own where a party's part has it at all."""
        if difference.kind not in DOER:
            return ""
        stated = difference.after or difference.before if difference.field is None else None
        said = stated.get(DOER[difference.kind]) if isinstance(stated, dict) else None
        return str(said or self.teams.get(difference.id) or ("" if self.is_own else self.team))


def _meanings(difference: Difference, side: _Side) -> Iterator[Meaning]:
    whose = side.whose(difference)
    is_ours = bool(whose) and whose == side.team
    if difference.field is None:
        came = difference.before is None
        code = ("asked" if came else "no-longer-asked") if is_ours else ("new" if came else "gone")
        yield _meaning(code, difference, whose, is_ours=is_ours)
    elif difference.field == "duties":
        yield from _duties(difference, side.team)
    elif difference.field == "guardrails":
        yield from _guardrails(difference)
    else:
        yield from _of_field(difference, whose, is_ours=is_ours)


def _meaning(code: str, of: Difference, team: str, *, is_ours: bool, by: Decimal = Decimal(0)) -> Meaning:
    return Meaning(code, of.kind, of.id, of.field or "", of.before, of.after, by, team, is_ours)


def _of_field(of: Difference, team: str, *, is_ours: bool) -> Iterator[Meaning]:
    name, was, now = of.field, of.before, of.after
    if was is None or now is None:
        yield _meaning("unset" if now is None else "set", of, team, is_ours=is_ours)
    elif name in DATES:
        days = Decimal((date.fromisoformat(str(now)) - date.fromisoformat(str(was))).days)
        yield _meaning("moved", of, team, is_ours=is_ours, by=days)
    elif name in NUMBERS and isinstance(was, Decimal) and isinstance(now, Decimal):
        yield _meaning("changed", of, team, is_ours=is_ours, by=now - was)
    elif name in TEXTS:
        for code, old, new in few_words(str(was), str(now)):
            yield Meaning(code, of.kind, of.id, name or "", old, new, team=team, is_ours=is_ours)
    else:
        yield _meaning("swapped" if name in REFERENCES else "changed", of, team, is_ours=is_ours)


def few_words(before: str, after: str) -> list[tuple[str, str, str]]:
    """How a text reads otherwise: for each of a few places a code with the words that went and those that came.

    What only separates words is no difference here.
    """
    was, now = (re.findall(r"\S+\s*", text) for text in (before, after))
    matcher = SequenceMatcher(None, [_bare(word) for word in was], [_bare(word) for word in now], autojunk=False)
    changed = [places for tag, *places in matcher.get_opcodes() if tag != "equal"]
    if not 0 < len(changed) <= FEW_PLACES or changed[0] == [0, len(was), 0, len(now)]:
        return [OTHERWISE]
    if any(max(to_was - from_was, to_now - from_now) > FEW_WORDS for from_was, to_was, from_now, to_now in changed):
        return [OTHERWISE]
    return [_words(was[from_was:to_was], now[from_now:to_now]) for from_was, to_was, from_now, to_now in changed]


def _words(was: Sequence[str], now: Sequence[str]) -> tuple[str, str, str]:
    went, came = _bare("".join(was)), _bare("".join(now))
    if went and came:
        return "other-words", went, came
    if not went and not came:
        return OTHERWISE
    return ("left-out-words" if went else "added-words"), went, came


def _bare(words: str) -> str:
    return words.strip(MARKS)


def _guardrails(of: Difference) -> Iterator[Meaning]:
    was, now = (list(each) if isinstance(each, list) else [] for each in (of.before, of.after))
    for code, metrics in (
        ("watched", [m for m in now if m not in was]),
        ("unwatched", [m for m in was if m not in now]),
    ):
        yield from (Meaning(code, "metric", str(metric)) for metric in metrics)


def _duties(of: Difference, team: str) -> Iterator[Meaning]:
    """Duties have no ids: what a team does instead of another duty stands beside it."""
    was, now = (
        [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
        for said in (of.before, of.after)
    )
    left = [each for each in was if each not in now]
    for each in (each for each in now if each not in was):
        before = next((old for old in left if old["team"] == each["team"]), None)
        if before:
            left.remove(before)
        yield _duty("changed" if before else "asked", str(each["team"]), before and before["does"], each["does"], team)
    for old in left:
        yield _duty("no-longer-asked", str(old["team"]), old["does"], None, team)


def _duty(code: str, whose: str, before: Said, after: Said, team: str) -> Meaning:
    is_ours = whose == team
    told_as = code if is_ours or code == "changed" else {"asked": "new", "no-longer-asked": "gone"}[code]
    identifier = f"{whose}>{after if after is not None else before}"
    return Meaning(told_as, "duty", identifier, "does", before, after, team=whose, is_ours=is_ours)


def _misfits(told: Iterable[Difference], dues: Iterable[Due], team: str, *, is_own: bool) -> Iterator[Meaning]:
    """Promises that come too late today, of those whose dates have just changed."""
    touched = {(each.kind, each.id) for each in told if each.field in {None, *DATES, "for"}}
    for due in dues:
        if ("need", due.need) not in touched and ("action", due.action) not in touched:
            continue
        is_ours = due.team == team
        for code, limit, other in (("too-late-for", due.action_due, due.action), ("too-late", due.by, "")):
            if due.promised and limit and due.promised > limit and (is_own or is_ours or other):
                days = Decimal((due.promised - limit).days)
                said = due.promised.isoformat()
                yield Meaning(code, "need", due.need, after=said, by=days, team=due.team, is_ours=is_ours, other=other)
                break


def _due(need: Content, dues: Mapping[str, date | None]) -> Due:
    action = str(need.get("for") or "")
    promised, by = _day(need.get("promised")), _day(need.get("by"))
    return Due(str(need["id"]), str(need.get("from", "")), promised, by, action, dues.get(action))


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None


def _listed(content: Content, group: str) -> list[Content]:
    listed = content.get(group, [])
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []

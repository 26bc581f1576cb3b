"""What the checks say about one thing while somebody writes it: the checks themselves, over what stands around it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accord.domain.checks.felt import NEAR, OF_STANDINGS, Codes, felt
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.keeping import Key, keyed
from accord.domain.checks.opinion import Opinion
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.descriptions import Described
from accord.domain.new_things import blank
from accord.domain.plan_changes import without_another_teams_word
from accord.domain.rebuilding import rebuilt
from accord.models import Cycle
from accord.queries.definitions.editing import Editable
from accord.queries.findings import finding_names, guidance_around
from accord.queries.findings.findings_near import opinion
from accord.queries.findings.guidance_around import Written
from accord.queries.findings.guidance_rows import HERE
from accord.queries.findings.weighing import LivedWith, lived_with

# What hangs on one thing and what stands around it. Chains, circles and what pulls one number two ways are judged over
# all of the plan; progress is written elsewhere.
JUDGED: Codes = NEAR - OF_STANDINGS | {"AL103", "AL104", "AL107", "AL108", "AL109", "AL501", "AL502", "AL503"}
OF_PEOPLE = frozenset({"person", "team"})  # what is found of these is about what they carry in a cycle
# Judged where they belong: names in all texts, and days in all of a cycle.
ELSEWHERE: Mapping[str, Codes] = {
    "metric": frozenset({"AL109"}), "milestone": frozenset({"AL109"}), "cycle": JUDGED - {"AL503"},
    **dict.fromkeys(OF_PEOPLE, JUDGED),
}  # fmt: skip
# Of a new thing these go without saying: whoever is asked answers once it is there.
ANSWERED_LATER: Codes = frozenset({"AL303", "AL401", "AL404", "AL502"})
NOT_BEGUN: Codes = frozenset({"AL701"})  # of an objective that nobody has begun to write
NOT_YET = {"title": "", "what": "", "name": "", "from": ""}  # what nobody has written yet


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the checks find about a thing as it is being written, and what comes of it around it.

    `findings` are those of the thing, and those that appear at others; `mended` are there today and would be no more.
    `accepted` has those of them that the organization lives with, by code and subject. `opinion` weighs them all.
    """

    findings: Sequence[Finding] = ()
    mended: Sequence[Finding] = ()
    names: Mapping[Ref, str] = field(default_factory=dict)
    accepted: Mapping[tuple[str, str], LivedWith] = field(default_factory=dict)
    opinion: Opinion = field(default_factory=Opinion)


def guidance(
    thing: Editable, cycle: Cycle, typed: Mapping[str, Any], *, on_form: Collection[str], today: date
) -> Guidance:
    """Judge a thing as it is being written; `typed` are the fields that differ from today.

    Only what the fields `on_form` can mend is said of it.
    """
    key = thing.id or _key_of_new(thing, typed)
    after = _written(thing.kind, key, thing, typed)
    before = None if thing.id is None else Described(thing.kind, key, thing.fields)
    holding = opinion()
    codes = _codes(thing.kind, [*on_form, *([] if before else [None])]) - holding.off
    found = _compared(Written(thing, before, [after], codes), cycle, today)
    own = found.own(_subjects(after))
    said = own if before else [each for each in own if each.code not in ANSWERED_LATER]
    return _told(said, found.mended, {**found.names, **_names([after])}, holding, cycle, today)


def guidance_of_new(
    objective: Editable,
    cycle: Cycle,
    typed: Mapping[str, Mapping[str, Any]],
    *,
    on_form: Mapping[str, Collection[str]],
    today: date,
) -> dict[str, Guidance]:
    """Judge a new objective together with what helps, its key results and their needs, as they are being written.

    `typed` are the fields of each by the place it is written at: "" for the objective, "kr1-" for a key result,
    "kr1-need2-" for a need of it, "helps-" for the contribution that goes with it. What the form has of each kind of
    thing is `on_form`. The number of statements does not depend on how many there are.
    """
    written = {place: _new(place, objective, fields) for place, fields in typed.items()}
    holding = opinion()
    is_begun = len(typed) > 1 or bool(typed[""])
    codes = frozenset[str]().union(*(_codes(each.kind, [*on_form[each.kind], None]) for each in written.values()))
    codes = codes - ANSWERED_LATER if is_begun else NOT_BEGUN
    found = _compared(Written(objective, None, list(written.values()), codes - holding.off), cycle, today)
    names = {**found.names, **_names(written.values())}
    own = {place: found.own(_subjects(each), alone=bool(place)) for place, each in written.items()}
    said_elsewhere = {id(each) for place, some in own.items() if place for each in some}
    own[""] = [each for each in own[""] if id(each) not in said_elsewhere]
    return {place: _told(some, (), names, holding, cycle, today) for place, some in own.items()}


def _codes(kind: str, fields: Iterable[str | None]) -> Codes:
    return (JUDGED & frozenset[str]().union(*(felt(kind, each) for each in fields))) - ELSEWHERE.get(kind, frozenset())


def _key_of_new(thing: Editable, typed: Mapping[str, Any]) -> str:
    """No id of a plan; a contribution's says what helps what."""
    if thing.kind != "contribution":
        return HERE
    return f"{thing.known['objective']}>{typed.get('key_result') or ''}"


def _new(place: str, objective: Editable, typed: Mapping[str, Any]) -> Described:
    result, is_need, _number = place.partition("need")
    if place == "helps-":
        return _written("contribution", f"{HERE}>{typed.get('key_result') or ''}", None, typed)
    if is_need:
        return _written("need", HERE + place, None, {**typed, "key_result": HERE + result})
    if place:
        return _written("key_result", HERE + place, None, {**typed, "objective": HERE})
    return _written("objective", HERE, objective, typed)


def _written(kind: str, key: str, thing: Editable | None, typed: Mapping[str, Any]) -> Described:
    today = {**thing.known, **thing.fields} if thing else {}
    written = {**blank(kind), **NOT_YET, **today, **typed}
    if thing and thing.id:
        written = without_another_teams_word(kind, thing.fields, written, typed.keys())
    return Described(kind, key, written)


def _subjects(written: Described) -> frozenset[Ref]:
    """Whose findings are the thing's own: itself, and the definitions that a key result is read by."""
    said = written.fields
    if written.kind == "objective" and written.id == HERE:
        return frozenset({Ref(Kind.OBJECTIVE, HERE), Ref(Kind.TEAM, said["team"])})
    if written.kind == "contribution":
        return frozenset({Ref(Kind.KEY_RESULT, written.id.partition(">")[2])})
    own = {Ref(Kind(written.kind), written.id)}
    if written.kind == "key_result":
        named = (said.get("metric"), said.get("milestone"), *(said.get("guardrails") or ()), *(said.get("terms") or ()))
        own |= {Ref(kind, each) for each in named if each for kind in (Kind.METRIC, Kind.MILESTONE)}
    return frozenset(own)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is found before and after, by what stays the same of a finding."""

    before: Mapping[Key, Finding]
    after: Mapping[Key, Finding]
    names: Mapping[Ref, str]

    def own(self, subjects: Collection[Ref], *, alone: bool = False) -> list[Finding]:
        """What is found about these, and, unless it is to be told `alone`, what appears at others."""
        return [
            each
            for key, each in self.after.items()
            if each.subject in subjects or (not alone and key not in self.before)
        ]

    @property
    def mended(self) -> list[Finding]:
        """What is there today and would be no more."""
        gone = (each for key, each in self.before.items() if key not in self.after)
        return [each for each in gone if not each.subject.id.startswith(HERE)]


def _compared(written: Written, cycle: Cycle, today: date) -> _Compared:
    """What the checks find in what stands around: with the things as they are, and as they are written."""
    around = guidance_around.around(written, cycle)
    was = [written.before] if written.before else []
    before, after = (_found([*around, *things], written.codes, today) for things in (was, written.after))
    told = [*after.values(), *(each for key, each in before.items() if key not in after)]
    return _Compared(before, after, finding_names.names(cycle, told))


def _found(things: Iterable[Described], codes: Codes, today: date) -> dict[Key, Finding]:
    return dict(keyed(findings(Snapshot(rebuilt(_once(things)), as_of=today), codes)))


def _once(things: Iterable[Described]) -> Collection[Described]:
    """Each thing once, where it stood first, with all that is said of it: what is said later holds."""
    found: dict[tuple[str, str], Described] = {}
    for each in things:
        known = found.get((each.kind, each.id))
        fields = {**known.fields, **each.fields} if known else each.fields
        found[each.kind, each.id] = Described(each.kind, each.id, fields)
    return found.values()


def _names(written: Iterable[Described]) -> dict[Ref, str]:
    """What things are called by what is being written; what has no name yet is not among them."""
    return {Ref(Kind(each.kind), each.id): name for each in written for name in _called(each)}


def _called(written: Described) -> Iterator[str]:
    said = written.fields
    if written.kind in set(Kind) and (name := said.get("title") or said.get("name") or said.get("what")):
        yield name


def _told(
    found: Sequence[Finding],
    mended: Sequence[Finding],
    names: Mapping[Ref, str],
    holding: Opinion,
    cycle: Cycle,
    today: date,
) -> Guidance:
    subjects = sorted({each.subject.id for each in (*found, *mended) if not each.subject.id.startswith(HERE)})
    accepted = lived_with(cycle, subjects, today=today) if subjects else {}
    return Guidance(found, mended, names, accepted, holding)

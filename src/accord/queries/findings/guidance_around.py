"""What stands around a thing that somebody writes, as far as the checks to be judged look at it: a small plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.domain.checks.folding import fold
from accord.domain.descriptions import Described
from accord.models import Cycle
from accord.queries.definitions.editing import Editable
from accord.queries.findings import guidance_rows as rows
from accord.queries.findings.guidance_rows import HERE, Things
from accord.queries.plans import plan_items
from accord.queries.plans.plan_selections import Scope

TEXTS = ("title", "completion_criteria", "decomposition", "what")
REGISTRY = ("metric", "milestone")
# What of a definition is looked for where something uses it.
LOOKED_FOR = {"metric": ("definition", "source", "frequency"), "milestone": ("definition", "date")}


@dataclass(frozen=True, slots=True)
class Written:
    """What is written: the thing as it is today (None where it is new), and as it is written, first of all that is
    written with it. `codes` are to be judged of it.
    """

    thing: Editable
    before: Described | None
    after: Sequence[Described]
    codes: frozenset[str]

    @property
    def kind(self) -> str:
        return self.after[0].kind

    @property
    def key(self) -> str:
        return self.after[0].id

    @property
    def all(self) -> list[Described]:
        """Everything that is said, before and after."""
        return [*([self.before] if self.before else []), *self.after]

    def changes(self, *names: str) -> bool:
        """Whether one of these fields of the thing is written otherwise than it is."""
        after, before = self.after[0].fields, self.before
        return before is not None and any(before.fields.get(name) != after.get(name) for name in names)

    def named(self, kind: str, *names: str) -> set[str]:
        """The ids that fields of a kind of thing name, before and after."""
        said = (each.fields.get(name) for each in self.all if each.kind == kind for name in names)
        return {id_ for value in said if value for id_ in ([value] if isinstance(value, str) else value)}


def around(written: Written, cycle: Cycle) -> list[Described]:
    """What stands around it: stand-ins, of which only something counts, before what is wholly read."""
    things = [Described("organization", HERE, {"name": HERE}), _cycle(written, cycle)]
    things.append(Described("objective", HERE * 2, {"team": HERE, "title": HERE}))
    for read in (_definitions, _leaning_on_it, _over_it, _people):
        things += read(written, cycle)
    if "AL109" in written.codes:
        things += _spoken_of([*things, *written.all])
    return things


def _cycle(written: Written, cycle: Cycle) -> Described:
    """The cycle all of it is in; where a cycle is written, that stands in its place."""
    fields = {name: getattr(cycle, name) for name in ("name", "start", "end", "why", "success", "different")}
    return Described("cycle", written.key if written.kind == "cycle" else cycle.key, fields)


def _leaning_on_it(written: Written, cycle: Cycle) -> Things:
    """What other teams wait for from it, or measure by it, where that can come out otherwise now."""
    kind, key = written.kind, written.key
    if kind in rows.PROVIDERS and written.changes("due", "date", "team", "owner"):
        yield from rows.provided_by(cycle, kind, key)
    if kind in REGISTRY and written.changes("better", "date"):
        yield from rows.measured_by(cycle, kind, key)
    if kind == "strategic_goal" and written.before is not None:
        yield from rows.goals_served(cycle, [key])


def _over_it(written: Written, cycle: Cycle) -> Things:
    """What it stands under, what else stands there, and what contributes."""
    kind, where = written.kind, written.thing.where
    match kind:
        case "objective":
            yield from _around_objective(written, cycle)
        case "contribution":
            yield from _around_contribution(written, cycle, *written.key.split(">"))
        case "key_result" if where.objective and where.team:
            yield Described("objective", where.objective.key, {"team": where.team.key, "title": where.objective.title})
            if written.before is None and "AL702" in written.codes:
                for key in rows.results_under(cycle, where.objective.key):
                    yield Described("key_result", key, {"title": key, "objective": where.objective.key})
            elif written.before is not None:
                yield from _under_result(written, cycle, written.key)
        case "action" | "need" if where.key_result:
            yield from plan_items.described_of(cycle, {"key_result": {where.key_result.key}}).values()
            yield from _under_result(written, cycle, where.key_result.key)
    if provided := written.named("need", "provided_by"):
        yield from plan_items.described_of(cycle, dict.fromkeys(rows.PROVIDERS, provided)).values()


def _around_objective(written: Written, cycle: Cycle) -> Things:
    team, key = written.after[0].fields["team"], written.key
    if "AL701" in written.codes:
        yield from rows.objectives_of(cycle, team)
    if "AL402" in written.codes:
        yield from rows.teams_around(team)
    if written.changes("title"):
        results = rows.results_under(cycle, key)
        yield from plan_items.READERS["key_result"](Scope(cycle, results))
        yield from rows.actions_of(cycle, results)
        yield from rows.needs_of(cycle, results)
    if written.named("objective", "serves") and (written.before is None or written.changes("serves")):
        goals = written.named("objective", "serves")
        yield from plan_items.READERS["strategic_goal"](Scope(None, goals))
        yield from rows.goals_served(cycle, goals, but_by=key)
    if "AL501" in written.codes and written.before is not None:
        yield from rows.helped_by(cycle, key)
    for helped in written.named("contribution", "key_result"):
        yield from _helped(written, cycle, helped)


def _around_contribution(written: Written, cycle: Cycle, objective: str, key_result: str) -> Things:
    yield from rows.helped_by(cycle, objective)
    yield from plan_items.described_of(cycle, {"objective": {objective}}).values()
    yield from _helped(written, cycle, key_result)


def _helped(written: Written, cycle: Cycle, key_result: str) -> Things:
    """A key result that is helped, with what it serves and who else takes part in it."""
    found = plan_items.described_of(cycle, {"key_result": {key_result}})
    for each in found.values():
        if each.kind == "objective":
            yield from rows.helped_by(cycle, each.id)
            yield from rows.teams_around(each.fields["team"])
    yield from found.values()
    yield from _under_result(written, cycle, key_result)


def _under_result(written: Written, cycle: Cycle, key_result: str) -> Things:
    """What is under a key result, and what contributes to it."""
    yield from rows.actions_of(cycle, [key_result])
    yield from rows.needs_of(cycle, [key_result])
    if not written.codes.isdisjoint({"AL401", "AL403"}) and written.thing.where.team:
        team = written.thing.where.team.key
        yield from rows.supports_of(cycle, key_result, own=team)
        yield from rows.teams_around(team)


def _people(written: Written, cycle: Cycle) -> Things:
    """Whether who answers for it, or does it, is of its team."""
    people = written.named("key_result", "accountable") | written.named("action", "responsible")
    teams = written.named("action", "team") | ({written.thing.where.team.key} if written.thing.where.team else set())
    if people:
        yield from rows.members(people, teams)


def _definitions(written: Written, cycle: Cycle) -> Things:
    """What it is measured by and read by, and who else uses what nobody has wholly defined."""
    read: list[Described] = []
    lacking: dict[str, set[str]] = {}
    for kind in REGISTRY:
        named = written.named("key_result", kind, "guardrails", "terms")
        if kind == "milestone":
            named |= written.named("need", "provided_by")
        read += plan_items.READERS[kind](Scope(None, named)) if named else []
        found = [each for each in (*read, *written.all) if each.kind == kind and each.id != HERE]
        lacking[kind] = {each.id for each in found if not all(each.fields.get(name) for name in LOOKED_FOR[kind])}
    yield from rows.users_of(cycle, lacking)
    for key in lacking["milestone"]:
        yield from rows.provided_by(cycle, "milestone", key)
    yield from read
    if "AL108" in written.codes:
        yield from _called_alike(written)


def _called_alike(written: Written) -> Things:
    """The entries of the registry that share a name with it, and those that share one with these."""
    folded = {key: {fold(name) for name in names} for key, names in rows.named(written.kind)}
    said = {fold(name) for each in written.all for name in (each.fields["name"], *(each.fields.get("aliases") or ()))}
    said.discard("")
    for _step in range(2):
        said |= {name for names in folded.values() if not said.isdisjoint(names) for name in names}
    for key, names in rows.named(written.kind):
        if not said.isdisjoint(folded[key]):
            yield Described(written.kind, key, {"name": names[0], "aliases": names[1:]})


def _spoken_of(things: Sequence[Described]) -> Things:
    """The entries of the registry whose names stand in the texts, and that are not known yet."""
    text = fold("\n".join(_texts(things)))
    known = {(each.kind, each.id) for each in things}
    for kind in REGISTRY:
        for key, names in rows.named(kind):
            if (kind, key) not in known and any(_is_in(text, fold(name)) for name in names):
                yield Described(kind, key, {"name": names[0], "aliases": names[1:]})


def _texts(things: Sequence[Described]) -> Iterator[str]:
    for each in things:
        yield from (text for name in TEXTS if (text := each.fields.get(name)))
        yield from (duty["does"] for duty in each.fields.get("duties") or ())


def _is_in(text: str, folded: str) -> bool:
    return bool(folded) and folded in text

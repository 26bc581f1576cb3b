"""What can be judged only with the whole plan at hand: ids, references, circles, repeated check-ins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accord.domain import plan
from accord.formats.plan.documents import Path, shown
from accord.formats.plan.findings import At, Found, Problem
from accord.formats.plan.scalars import is_id
from accord.formats.plan.suggestions import Nearest

# Kinds that share one space of ids: provided_by points into the first, terms into the second.
SHARED_IDS = (("key_result", "action", "need", "milestone"), ("metric", "milestone"))
ONE_IN_A_PLAN = ("organization", "cycle")
_NO_ID = "is no id: up to 64 of a-z 0-9 . _ - with a letter or digit first"


def malformed_references(found: Found) -> Iterator[Problem]:
    """References that cannot be ids; all that can be said of them while a file is not read."""
    for kinds, references in found.references.items():
        for word, path in references:
            if not is_id(word) and not found.is_excused(word, kinds):
                yield Problem(path, At.VALUE, f"{shown(word)} {_NO_ID}")


def problems_together(found: Found) -> Iterator[Problem]:
    """Everything that is wrong between items, each mistake once."""
    yield from _repeated_ids(found)
    yield from _dangling_references(found)
    yield from _foreign_actions(found)
    yield from problems_of_items(found.items)


def problems_of_items(items: Mapping[str, list[tuple[Any, Path]]]) -> Iterator[Problem]:
    """What is wrong between people, teams, check-ins and values, each with the path it was read at."""
    yield from _repeated_emails(items["person"])
    yield from _own_managers(_with_id(items["person"]))
    teams = _with_id(items["team"])
    yield from _circles(teams, "parent", "is above itself")
    yield from _circles(teams, "succeeded_by", "succeeds itself")
    yield from _repeated(items["check_in"], "key_result", "a second check-in of {} on {}")
    yield from _repeated(items["metric_value"], "metric", "a second value of {} on {}")
    yield from _half_milestones(items)


def _repeated_ids(found: Found) -> Iterator[Problem]:
    first: dict[tuple[str, str], Path] = {}
    for kind, word, path in found.ids:
        if kind in ONE_IN_A_PLAN:
            continue
        spaces = [shared[0] for shared in SHARED_IDS if kind in shared] or [kind]
        seen = next((first[space, word] for space in spaces if (space, word) in first), None)
        if seen is not None:
            yield Problem(path, At.VALUE, f"the id {shown(word)} is taken", first=seen)
        for space in spaces:
            first.setdefault((space, word), path)


def _dangling_references(found: Found) -> Iterator[Problem]:
    known: dict[str, set[str]] = defaultdict(set)
    for kind, word, _ in found.ids:
        known[kind].add(word)
    for kinds, references in found.references.items():
        if kinds == ("own action",):
            continue
        there = set().union(*(known[kind] for kind in kinds))
        nearest = Nearest(there)
        lost = [(word, path) for word, path in references if word not in there and not found.is_excused(word, kinds)]
        if len({word for word, _ in lost}) <= sum(found.lost_ids[kind] for kind in kinds):
            continue  # they may all mean items whose own ids are to be mended first
        for word, path in lost:
            yield _dangling(word, path, f"there is no {_names(kinds)} {shown(word)}", nearest)


def _foreign_actions(found: Found) -> Iterator[Problem]:
    """Needs whose `for` is not an action of their own key result."""
    for key_result, at in found.items["key_result"]:
        own = {action and action.id for action in key_result.actions}
        nearest = Nearest(own)
        for index, need in enumerate(key_result.needs):
            if need is None or need.for_action is None:
                continue
            word = need.for_action
            if word not in own and None not in own and not found.is_excused(word, ("action",)):
                path = (((at, "needs"), index), "for")
                yield _dangling(word, path, f"this key result has no action {shown(word)}", nearest)


def _dangling(word: str, path: Path, message: str, nearest: Nearest) -> Problem:
    why = message if is_id(word) else f"{shown(word)} {_NO_ID}"
    return Problem(path, At.VALUE, why, nearest.to(word))


def _names(kinds: tuple[str, ...]) -> str:
    return " or ".join(kind.replace("_", " ") for kind in kinds)


def _repeated_emails(people: list[tuple[plan.Person, Path]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for person, at in people:
        email = (person.email or "").strip().casefold()
        if not email:
            continue
        if email in first:
            yield Problem((at, "email"), At.VALUE, f"the e-mail {shown(email)} is taken", first=first[email])
        first.setdefault(email, (at, "email"))


def _own_managers(people: list[tuple[plan.Person, Path]]) -> Iterator[Problem]:
    for person, at in people:
        if person.id in person.reports_to:
            path = ((at, "reports_to"), person.reports_to.index(person.id))
            yield Problem(path, At.VALUE, f"{shown(person.id)} reports to themself")


def _with_id(items: list[tuple[Any, Path]]) -> list[tuple[Any, Path]]:
    return [(item, at) for item, at in items if item.id is not None]


def _circles(teams: list[tuple[plan.Team, Path]], key: str, what: str) -> Iterator[Problem]:
    """Each circle that following `key` runs into, told at the last of its teams in the files."""
    order = {team.id: index for index, (team, _) in reversed(list(enumerate(teams)))}
    following: dict[str, Any] = {team.id: getattr(team, key) for team, _ in reversed(teams)}
    finished: set[str | None] = {None}
    for start in following:
        walk: dict[str, None] = {}
        team = start
        while team in following and team not in finished and team not in walk:
            walk[team] = None
            team = following[team]
        finished.update(walk)
        if team in walk:
            circle = list(walk)[list(walk).index(team) :]
            last = max(circle, key=order.__getitem__)
            links = ", ".join([*circle, team][:8])
            yield Problem((teams[order[last]][1], key), At.VALUE, f"the team {shown(last)} {what}: {links}")


def _repeated(items: Iterable[tuple[Any, Path]], of: str, message: str) -> Iterator[Problem]:
    first: dict[tuple[Any, Any], Path] = {}
    for item, at in items:
        subject, day = getattr(item, of), item.date
        if subject is None or day is None:
            continue
        if (subject, day) in first:
            text = message.format(shown(subject), day)
            yield Problem((at, "date"), At.VALUE, text, first=(first[subject, day], "date"))
        first.setdefault((subject, day), at)


def _half_milestones(items: Mapping[str, list[tuple[Any, Path]]]) -> Iterator[Problem]:
    """Check-ins of milestone key results that are neither 0 nor 1."""
    by_milestone = {key_result.id for key_result, _ in items["key_result"] if key_result.milestone is not None}
    for check_in, at in items["check_in"]:
        if check_in.key_result in by_milestone and check_in.value not in (None, 0, 1):
            yield Problem((at, "value"), At.VALUE, "a milestone is reached (1) or not (0)")

"""What applying a plan did, or would do, for people: counts, then what matters most first; what is many is folded."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

from accord.cli.agreement_output import short
from accord.cli.harmless import harmless

Json = Mapping[str, Any]
NAMED = 8  # things of a kind told by id; the rest are counted
ROOM = 80  # characters for these
TOLD = 60  # changes told one by one in each group
LONG = 60  # characters of a text that are told whole
LEAD = 20  # characters told before the first difference
KINDS = {
    "organization": "organizations", "cycle": "cycles", "strategic_goal": "strategic goals", "person": "people",
    "team": "teams", "membership": "memberships", "metric": "metrics", "milestone": "milestones",
    "objective": "objectives", "contribution": "contributions", "key_result": "key results", "action": "actions",
    "need": "needs", "check_in": "check-ins", "metric_value": "metric values",
}  # fmt: skip


def print_text(found: Json, *, is_tried: bool = False) -> None:
    """Counts; agreements to answer again, or ended; removals; changes that agreements hold, others; what is new."""
    click.echo(_summary(found, is_tried=is_tried))
    published = [each for each in found["change"] if each["field"] == "published"]
    changed = [each for each in found["change"] if each["field"] != "published"]
    _print("Must be answered again", _agreements(found["agreements"]))
    _print("No agreement any more", _ended(found["ended"]))
    _print("Removed", _removed(found["remove"]))
    _print("Changed", _changes([each for each in changed if each["substantive"]]))
    _print("Changed, held by no agreement", _changes([each for each in changed if not each["substantive"]]))
    _print("Published, until now a draft", _things("*", published))
    _print("New", _things("+", found["create"]))


def _summary(found: Json, *, is_tried: bool) -> str:
    published = sum(each["field"] == "published" for each in found["change"])
    counts = {
        "created": len(found["create"]),
        "published": published,
        "changed": len(found["change"]) - published,
        "removed": len(found["remove"]),
    }
    parts = [f"{count} {word}" for word, count in counts.items() if count]
    if not parts:
        return "Nothing to change."
    if again := len(found["agreements"]):
        parts.append(f"{again} {'agreement' if again == 1 else 'agreements'} to be answered again")
    if over := len(found["ended"]):
        parts.append(f"{over} {'agreement ends' if over == 1 else 'agreements end'}")
    said = ", ".join(parts)
    return f"Applying this would mean: {said}." if is_tried else f"{said}."


def _print(title: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if number == 0:
            click.echo(f"\n{click.style(title, bold=True)}")
        click.echo(line)


def _agreements(agreements: Sequence[Json]) -> Iterator[str]:
    for agreement in agreements[:TOLD]:
        teams, clauses = ", ".join(agreement["must_answer"]), ", ".join(agreement["clauses"])
        yield f"  ! {agreement['key_result']}: {teams} ({clauses})"
    if rest := agreements[TOLD:]:
        counts = Counter(team for each in rest for team in each["must_answer"])
        told = ", ".join(f"{team} {count}" for team, count in counts.most_common(NAMED))
        yield f"    and {len(rest)} more: {told}{', …' if len(counts) > NAMED else ''}"


def _ended(agreements: Sequence[Json]) -> Iterator[str]:
    for agreement in agreements[:TOLD]:
        yield f"  x {agreement['key_result']}: {', '.join(agreement['parties'])}"
    if rest := agreements[TOLD:]:
        yield f"    and {len(rest)} more"


def _removed(things: Sequence[Json]) -> Iterator[str]:
    """Each by its id: what goes is not to be guessed."""
    for each in things[:TOLD]:
        yield f"  - {each['kind'].replace('_', ' ')} {each['id']}"
    if rest := things[TOLD:]:
        counts = Counter(each["kind"] for each in rest)
        told = ", ".join(f"{count} of {KINDS[kind]}" for kind, count in counts.most_common())
        yield f"    and {len(rest)} more: {told}"
    if things:
        yield "    Its history stays. What stands in a plan again comes back as the same, with its agreements."


def _changes(changes: Sequence[Json]) -> Iterator[str]:
    from accord.services.definitions.revisions import plain

    for each in changes[:TOLD]:
        field = f"{each['kind']} {each['id']} {each['field']}"
        before, after = _where_they_differ(plain(each["before"]), plain(each["after"]))
        yield harmless(f"  ~ {field}: {short(before)} → {short(after)}")
    if rest := changes[TOLD:]:
        counts = Counter(each["kind"] for each in rest)
        told = ", ".join(f"{count} of {KINDS[kind]}" for kind, count in counts.most_common())
        yield f"    and {len(rest)} more: {told}"


def _things(mark: str, things: Sequence[Json]) -> Iterator[str]:
    """A line for each kind, in the order in which it comes first."""
    order = list(dict.fromkeys(each["kind"] for each in things))
    for kind, group in groupby(sorted(things, key=lambda each: order.index(each["kind"])), lambda each: each["kind"]):
        ids = [each["id"] for each in group]
        named = list(_that_fit(ids))
        rest = f" and {len(ids) - len(named)} more" if len(ids) > len(named) else ""
        name = kind.replace("_", " ") if len(ids) == 1 else f"{len(ids)} {KINDS[kind]}"
        yield f"  {mark} {name}: {', '.join(named)}{rest}"


def _that_fit(ids: Sequence[str]) -> Iterator[str]:
    """The first few ids, as many as go on a line; one at least."""
    taken = 0
    for number, each in enumerate(ids[:NAMED]):
        taken += len(each) + 2
        if number and taken > ROOM:
            return
        yield each


def _where_they_differ(before: Any, after: Any) -> tuple[Any, Any]:
    """Long texts from a few words before the first difference on."""
    if not (isinstance(before, str) and isinstance(after, str)) or max(len(before), len(after)) <= LONG:
        return before, after
    same = len(os.path.commonprefix([before, after]))
    start = before.rfind(" ", 0, max(0, same - LEAD)) + 1
    return (before, after) if start == 0 else (f"…{before[start:]}", f"…{after[start:]}")

"""Agreements as text for people: short lines, what is not agreed in front of what is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
import orjson

from accord.cli.harmless import all_harmless, harmless

COLOURS = {"objected": "red", "stale": "yellow", "open": "cyan", "agreed": "green"}
WIDTH = max(map(len, COLOURS))
Json = Mapping[str, Any]


def print_list(agreements: Sequence[Json]) -> None:
    """One line an agreement."""
    wide = max((len(each["key_result"]) for each in agreements), default=0)
    for each in agreements:
        others = ", ".join(team for team in each["parties"] if team != each["team"])
        click.echo(f"{each['key_result']:<{wide}}  {_state(each['state'])}  {each['team']} with {others}")
    if not agreements:
        click.echo("No agreements.")


def print_agreement(agreement: Json) -> None:
    """Where each clause stands, with whom; then its content and history where they are there."""
    agreement = all_harmless(agreement)
    others = ", ".join(team for team in agreement["parties"] if team != agreement["team"])
    click.echo(f"{click.style(agreement['key_result'], bold=True)}  {_state(agreement['state'], 0)}")
    click.echo(f"{agreement['team']} with {others}")
    for number, clause in enumerate(agreement["clauses"], 1):
        click.echo(f"\n{number} {clause['clause']}: {_state(clause['state'], 0)}")
        _print_parts(clause)
        for question in clause["questions"]:
            said = _under(question["text"], "  ")
            click.echo(f"  {question['team']} asks, {question['by']} {_day(question['at'])}: {said}")
        if content := agreement.get("content", {}).get(clause["clause"]):
            _print_value({name: value for name, value in content.items() if name not in HEAD}, "  | ")
    if entries := agreement.get("history"):
        click.echo("\nHistory")
        for entry in entries:
            click.echo(f"  {entry_line(entry)}")


def print_content(agreement: Json) -> None:
    """One content alone, word for word."""
    for clause, content in all_harmless(agreement["content"]).items():
        click.echo(f"{agreement['key_result']} {clause}")
        _print_value({name: value for name, value in content.items() if name not in HEAD}, "  ")


def print_outdated(outdated: Sequence[Json]) -> None:
    """What has changed since it was seen."""
    for part in outdated:
        click.echo(part["message"])
        for entry in part["difference"]:
            click.echo(f"  {entry_line(entry)}")


def entry_line(entry: Json) -> str:
    """One difference, with who made it and when."""
    subject, field = entry["subject"], entry["field"]
    head = f"{subject['kind']} {subject['id']}" + (f" {field}" if field else "")
    if field:
        what = f"{short(entry['before'])} → {short(entry['after'])}"
    else:
        what = "removed" if entry["after"] is None else "added"
    why = f" “{entry['reason']}”" if entry["reason"] else ""
    wording = "" if entry["substantive"] else " (wording only)"
    when = f"{_day(entry['at'])} {entry['by'] or 'operator'}: " if entry["at"] else ""
    return harmless(f"{when}{head}: {what}{wording}{why}")


def short(value: Any) -> str:
    """A value on one line; long ones are cut."""
    if value is None or value == []:
        return "–"
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + "…"


HEAD = {"schema", "clause", "key_result"}
LONGEST = 100


def _print_parts(clause: Json) -> None:
    answers = {answer["team"]: answer for answer in clause["answers"]}
    wide = max(map(len, clause["parts"]))
    for team, part in clause["parts"].items():
        note = "nothing to answer" if part["empty"] and team not in answers else _answer(answers.get(team))
        line = f"  {team:<{wide}}  {_state(part['state'])}  {part['fingerprint'][:12]}  {note}"
        click.echo(line.rstrip())


def _answer(answer: Json | None) -> str:
    if answer is None:
        return ""
    said = "objected" if answer["answer"] == "object" else "agreed" if answer["current"] else "agreed to an earlier one"
    given_as = f" as {answer['given_as']}" if answer["given_as"] else ""
    return f"{answer['by']} {said}{given_as}, {_day(answer['at'])}"


def _print_value(value: Any, lead: str) -> None:
    for name, each in value.items():
        if isinstance(each, str | int):
            click.echo(f"{lead}{name}: {_under(str(each), lead)}")
        elif isinstance(each, dict):
            click.echo(f"{lead}{name}:")
            _print_value(each, lead + "  ")
        else:
            click.echo(f"{lead}{name}:")
            for item in each:
                click.echo(f"{lead}  - {_under(_inline(item), f'{lead}  ')}")


def _under(text: str, lead: str) -> str:
    """Its further lines stand under its first, so that none passes for a line of ours."""
    return f"\n{lead}  ".join(text.splitlines())


def _inline(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    said = {name: each if isinstance(each, str) else orjson.dumps(each).decode() for name, each in item.items()}
    return ", ".join(f"{name}: {each}" for name, each in said.items())


def _state(state: str, width: int = WIDTH) -> str:
    return click.style(f"{state:<{width}}", fg=COLOURS[state])


def _day(at: str) -> str:
    """In the installation's time zone."""
    from django.utils import timezone

    return f"{timezone.localtime(datetime.fromisoformat(at)):%Y-%m-%d %H:%M}"

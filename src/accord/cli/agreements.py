"""Agreements in the shell: read them, and answer for a team."""

import re
from typing import Any, NoReturn

import click

from accord.cli import agreement_output as output
from accord.cli.answering import Acting, agree_to, fingerprint_of_one, only_these
from accord.cli.output import fail, format_option, print_json
from accord.cli.runtime import load_django, require_installation
from accord.cli.subjects import cycle_option, find_cycle, find_key_result, find_person, find_teams
from accord.domain.clauses import Clause
from accord.domain.standing import Standing

HEX = re.compile(r"[0-9a-fA-F]{64}")


class Fingerprint(click.ParamType[str]):
    """64 hex digits."""

    name = "hex"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not HEX.fullmatch(value):
            self.fail(f"“{value}” is no fingerprint. It has 64 hex digits; `accord agreement show` prints it.", param)
        return str(value).lower()


class PartFingerprint(click.ParamType[tuple[str, str]]):
    """CLAUSE=HEX, as a pair."""

    name = "clause=hex"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        clause, mark, seen = value.partition("=")
        if not mark or clause not in CLAUSES:
            self.fail(f"“{value}” should be CLAUSE=HEX. The clauses are {', '.join(CLAUSES)}.", param)
        return clause, Fingerprint().convert(seen, param, ctx)


CLAUSES = [clause.value for clause in Clause]
as_option = click.option("--as", "email", required=True, metavar="EMAIL", help="Who answers: a person of the plan.")
clause_choice = click.Choice(CLAUSES)


@click.group("agreement")
def agreement() -> None:
    """Read agreements, and answer for a team."""


@agreement.command("list")
@click.option("--team", help="Only those that bind this team.")
@click.option("--state", type=click.Choice([state.value for state in Standing]), help="Only those in this state.")
@cycle_option
@format_option
def list_agreements(team: str | None, state: str | None, cycle: str | None, output_format: str) -> None:
    """List all agreements of a cycle."""
    _start()
    from accord.queries.agreements import agreement_document

    chosen = find_cycle(cycle)
    find_teams([team] if team else [])
    found = agreement_document.agreements(chosen, team=team, state=state)
    if output_format == "json":
        print_json({"agreements": found})
    else:
        output.print_list(found)


@agreement.command("show")
@click.argument("key_result")
@click.option("--fingerprint", "seen", type=Fingerprint(), help="The content that has it, and no other.")
@cycle_option
@format_option
def show(key_result: str, seen: str | None, cycle: str | None, output_format: str) -> None:
    """Show one agreement: what its clauses say, who agreed, and what has changed."""
    _start()
    from accord.queries.agreements import agreement_document

    row = find_key_result(key_result, cycle)
    found = agreement_document.document_with_content(row, seen)
    if found is None:
        fail(f"Nothing that was ever part of the agreement on {key_result} has the fingerprint {seen}.")
    if output_format == "json":
        print_json(found)
    else:
        output.print_content(found) if seen else output.print_agreement(found)


@agreement.command("agree")
@click.argument("key_result")
@click.option("--team", "teams", multiple=True, required=True, help="For which team; repeat it for several.")
@as_option
@click.option("--clause", "clauses", type=clause_choice, multiple=True, help="Only to this clause; repeatable.")
@click.option("--fingerprint", "seen", type=PartFingerprint(), multiple=True, help="Only to exactly this; repeatable.")
@cycle_option
@format_option
def agree(
    key_result: str,
    teams: tuple[str, ...],
    email: str,
    clauses: tuple[str, ...],
    seen: tuple[tuple[str, str], ...],
    cycle: str | None,
    output_format: str,
) -> None:
    """Agree to a team's parts as they are now, or only to those with the given fingerprints.

    Without --clause and --fingerprint: to all that the team does not object to.
    Exits with 3 if a part is no longer what the fingerprint says, with 4 if the answer is not yours to give.
    """
    wanted = only_these(clauses, seen, teams)
    acting = _acting(key_result, cycle, email, teams)
    try:
        agree_to(acting, list(dict.fromkeys(teams)), clauses, wanted)
    except acting.problems as problem:
        _explain(acting, problem, output_format)
    _print_now(acting, output_format)


@agreement.command("object")
@click.argument("key_result")
@click.option("--team", required=True, help="For which team.")
@as_option
@click.option("--clause", type=clause_choice, required=True, help="To which clause.")
@click.option("--reason", required=True, help="What would make it a yes.")
@click.option("--fingerprint", "seen", type=PartFingerprint(), help="Only if the part is exactly this.")
@cycle_option
@format_option
def object_(
    key_result: str,
    team: str,
    email: str,
    clause: str,
    reason: str,
    seen: tuple[str, str] | None,
    cycle: str | None,
    output_format: str,
) -> None:
    """Object to a team's part of a clause, and say what would make it a yes."""
    _say("object", key_result, team, email, clause, reason, seen, cycle, output_format)


@agreement.command("ask")
@click.argument("key_result")
@click.option("--team", required=True, help="For which team.")
@as_option
@click.option("--clause", type=clause_choice, required=True, help="About which clause.")
@click.option("--question", required=True, help="What the team wants to know.")
@click.option("--fingerprint", "seen", type=PartFingerprint(), help="Only if the part is exactly this.")
@cycle_option
@format_option
def ask(
    key_result: str,
    team: str,
    email: str,
    clause: str,
    question: str,
    seen: tuple[str, str] | None,
    cycle: str | None,
    output_format: str,
) -> None:
    """Ask a question in a clause's thread. It changes no standing."""
    _say("ask", key_result, team, email, clause, question, seen, cycle, output_format)


def _say(
    what: str,
    key_result: str,
    team: str,
    email: str,
    clause: str,
    text: str,
    seen: tuple[str, str] | None,
    cycle: str | None,
    output_format: str,
) -> None:
    if not text.strip():
        fail("An objection says what would make it a yes." if what == "object" else "A question has words.")
    wanted = fingerprint_of_one(clause, seen)
    acting = _acting(key_result, cycle, email, [team])
    try:
        acting.say(what, team, Clause(clause), text, wanted)
    except acting.problems as problem:
        _explain(acting, problem, output_format)
    _print_now(acting, output_format)


def _start() -> None:
    load_django()
    require_installation()


def _acting(key_result: str, cycle: str | None, email: str, teams: "tuple[str, ...] | list[str]") -> Acting:
    """Everything that is named is looked up before anything is decided."""
    _start()
    row = find_key_result(key_result, cycle)
    find_teams(teams)
    return Acting(row, find_person(email))


def _explain(acting: Acting, problem: Exception, output_format: str) -> NoReturn:
    acting.refuse(problem, as_json=output_format == "json")


def _print_now(acting: Acting, output_format: str) -> None:
    from accord.queries.agreements import agreement_document

    found = agreement_document.document(acting.key_result)
    if output_format == "json":
        print_json(found)
    else:
        output.print_agreement(found)

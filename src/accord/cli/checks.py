"""`accord check`: what does not fit in a plan."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from accord.cli.ending import end_at_once
from accord.cli.output import DONE, PROBLEMS_FOUND
from accord.cli.plan_input import TELL_ERRORS, Tell, read_or_tell

if TYPE_CHECKING:
    from accord.cli.checking import Checked


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day as plans write it."""
    from accord.formats.plan.scalars import to_day

    if value is None:
        return None
    if day := to_day(value):
        return day
    raise click.BadParameter(f"“{value}” is no day; write one there is as YYYY-MM-DD.")


@click.command("check")
@click.argument("plan", nargs=-1, required=True)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, SARIF for code hosts, github for annotations in its Actions.",
)
@click.option("--select", multiple=True, metavar="CODES", help="Only these: codes or their beginnings, as AL101,AL3.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these, of those that are selected.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least grave finding that makes the exit code 1.",
)
@click.option("--as-of", callback=_day, metavar="DATE", help="The day by which to judge; today, UTC, if left out.")
def check(
    plan: tuple[str, ...],
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    as_of: date | None,
) -> None:
    """Find what does not fit in PLAN: files, or folders of them. Nothing else is needed, and nothing is written.

    Exits with 1 if there is a finding as grave as --fail-on, with 2 if the plan cannot be read.
    """
    codes = _chosen(select, ignore)
    print_findings, tell_errors = _form(output_format)
    from accord.cli.checking import check_plan
    from accord.domain.checks.finding import Severity
    from accord.formats.plan.garbage import uncollected

    with uncollected(is_kept=True):
        file = read_or_tell(plan, tell_errors)
        checked = check_plan(file, codes=codes, as_of=as_of or datetime.now(UTC).date())
        print_findings(checked)
        end_at_once(PROBLEMS_FOUND if checked.fails_on(Severity(fail_on)) else DONE)


def _chosen(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    from accord.domain.checks.opinion import ALL_CODES, UnknownCode, chosen_codes
    from accord.formats.plan.suggestions import Nearest

    try:
        return chosen_codes(select, ignore)
    except UnknownCode as unknown:
        capital = unknown.beginning.upper()
        is_meant = capital and any(code.startswith(capital) for code in ALL_CODES)
        near = capital if is_meant else Nearest(ALL_CODES).to(unknown.beginning)
        hint = f" Did you mean {near}?" if near else " `accord explain` lists them."
        raise click.UsageError(f"No check's code begins with “{unknown.beginning}”.{hint}") from None


def _form(name: str) -> tuple[Callable[["Checked"], None], Tell]:
    """How findings are printed in a format, and how the mistakes of a plan that cannot be read."""
    match name:
        case "sarif":
            from accord.cli import check_sarif

            return check_sarif.print_findings, check_sarif.print_errors
        case "github":
            from accord.cli import check_annotations

            return check_annotations.print_findings, check_annotations.print_errors
        case "json":
            from accord.cli import check_json

            return check_json.print_findings, TELL_ERRORS["json"]
    from accord.cli import check_text

    return check_text.print_findings, TELL_ERRORS["text"]

"""`accord explain`: what a check is about, why it matters, how to mend what it finds."""

from typing import TYPE_CHECKING, Any, NoReturn

import click

from accord.cli.output import fail, format_option, print_json

if TYPE_CHECKING:
    from accord.domain.checks.check import Check

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
WIDTH = max(map(len, COLOURS))


@click.command("explain")
@click.argument("code", required=False)
@format_option
def explain(code: str | None, output_format: str) -> None:
    """Explain a check: when it speaks, how to mend what it finds, and why. Without a CODE, list all checks."""
    from accord.domain.checks.registry import CHECKS

    if code is None:
        listed = [as_json(check) for check in CHECKS]
        print_json({"checks": listed}) if output_format == "json" else _print_list(listed)
    else:
        found = as_json(_check(code))
        print_json(found) if output_format == "json" else _print_one(found)


def as_json(check: "Check") -> dict[str, Any]:
    """All there is to say about a check."""
    from accord.cli.checking import ENGLISH
    from accord.queries.finding_texts.meaning import family, meaning
    from accord.queries.finding_texts.messages import help_text
    from accord.queries.finding_texts.titles import title

    return {
        "code": check.code,
        "name": check.name,
        "title": title(check.code, ENGLISH),
        "severity": check.severity.value,
        "family": family(check.code, ENGLISH),
        "meaning": meaning(check.code, ENGLISH),
        "help": help_text(check.code, ENGLISH),
        "installation_only": check.is_installed,
    }


def _check(code: str) -> "Check":
    from accord.domain.checks.registry import CHECKS

    word = code.strip().casefold()
    for check in CHECKS:
        if word in (check.code.casefold(), check.name):
            return check
    _fail_unknown(code, [name for check in CHECKS for name in (check.code, check.name)])


def _fail_unknown(code: str, names: list[str]) -> NoReturn:
    from accord.formats.plan.suggestions import Nearest

    near = Nearest(names).to(code.strip())
    hint = f"Did you mean {near}?" if near else "`accord explain` lists them all."
    fail(f"No check has the code “{code}”. {hint}")


def _print_list(listed: list[dict[str, Any]]) -> None:
    wide = max(len(check["name"]) for check in listed)
    family = None
    for check in listed:
        if check["family"] != family:
            click.echo(("\n" if family else "") + click.style(check["family"], bold=True))
            family = check["family"]
        severity = click.style(f"{check['severity']:<{WIDTH}}", fg=COLOURS[check["severity"]])
        star = " *" if check["installation_only"] else ""
        click.echo(f"  {check['code']}  {severity}  {check['name']:<{wide}}  {check['title']}{star}")
    click.echo("\n* known in an installation only; plan files never have it")
    click.echo("`accord explain CODE` says when a check speaks, why it matters, and how to mend what it finds.")


def _print_one(check: dict[str, Any]) -> None:
    severity = click.style(check["severity"], fg=COLOURS[check["severity"]])
    click.echo(f"{click.style(check['code'], bold=True)} {check['name']} ({severity})")
    click.echo(check["family"])
    click.echo(f"\nWhen it speaks\n  {check['meaning']}")
    if check["installation_only"]:
        click.echo("  Known in an installation only; plan files never have it.")
    click.echo(f"\nHow to mend it, and why\n  {check['help']}")

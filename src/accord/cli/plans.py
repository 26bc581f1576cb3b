"""Plans in the shell: bring the installation to what a plan file says."""

from typing import TYPE_CHECKING, Any, NoReturn

import click

from accord.cli.output import fail, format_option, print_json, say
from accord.cli.plan_input import TELL_ERRORS, read_or_tell
from accord.cli.plan_output import as_json, print_text
from accord.cli.runtime import load_django, operator_now, require_installation

if TYPE_CHECKING:
    from accord.domain.plan import Plan
    from accord.services.events import Actor
    from accord.services.plans import PlanRefused

STATE_MOVED = 3
MANY = 100  # new things after which the database should look at its tables again


@click.command("apply")
@click.argument("plan", nargs=-1, required=True)
@click.option("--as", "email", metavar="EMAIL", help="On whose behalf; only the first plan needs nobody.")
@click.option("--reason", help="Why; kept with the change.")
@click.option("--expect", metavar="HASH", help="Only if the installation is still in this state.")
@format_option
def apply(plan: tuple[str, ...], email: str | None, reason: str | None, expect: str | None, output_format: str) -> None:
    """Bring the installation to what PLAN says, in one transaction: files, or folders of them.

    The same plan again changes nothing. It agrees for nobody.
    Exits with 3 if the installation is no longer in the state that --expect names.
    """
    wanted = read_or_tell(plan, TELL_ERRORS[output_format]).plan
    load_django()
    require_installation()
    from accord.services import plans, statistics

    by = _actor(wanted, email)
    try:
        done = plans.apply_plan(wanted, by=by, clock=operator_now, reason=_said(reason), expect=expect)
    except plans.StateMoved:
        say("The installation has changed since that state. Nothing was applied; look at what is there now.")
        raise click.exceptions.Exit(STATE_MOVED) from None
    except plans.PlanRefused as refusal:
        _explain(refusal, output_format)
    if len(done.changes.create) >= MANY:
        statistics.refresh()
    found = as_json(done, wanted)
    print_json(found) if output_format == "json" else print_text(found)


def _actor(plan: "Plan", email: str | None) -> "Actor":
    """Who applies: a person of the plan by e-mail; nobody is needed while there is nothing yet."""
    from accord.queries import installation
    from accord.services.events import Actor

    if email is None:
        if not installation.is_empty():
            fail("Say on whose behalf with --as EMAIL. Only the first plan of an installation needs nobody.")
        return Actor(None, "shell")
    person = installation.person_by_email(email)
    # The people of the first plan come with it.
    if person is None and not (installation.is_empty() and _names(plan, email)):
        fail(f"Nobody in the plan has the e-mail “{email}”. --as names a person of the plan by e-mail.")
    return Actor(person, "shell", person.email or "" if person else email.strip())


def _names(plan: "Plan", email: str) -> bool:
    return any(each.email and each.email.casefold() == email.strip().casefold() for each in plan.people)


def _said(reason: str | None) -> str | None:
    return (reason or "").strip() or None


def _explain(refusal: "PlanRefused", output_format: str) -> NoReturn:
    about = refusal.about
    if refusal.code == "other-organization":
        fail(f"This plan is of the organization “{about['plan']}”; this installation serves “{about['here']}”.")
    if refusal.code == "cycle-closed":
        fail(f"The cycle {about['cycle']} is closed: its plan and its agreements stay as they are.")
    if refusal.code == "cycle-misplaced":
        fail(f"The cycle {about['cycle']} and {about['other']}, one inside the other, do not fit with these dates.")
    if output_format == "json":
        print_json({"refused": [_refused(each) for each in refusal.changes]})
    lines = [f"  {each.kind} {each.id}" + (f".{each.field}" if each.field else "") for each in refusal.changes]
    fail("\n".join([f"{about['person']} may not change these, so nothing was applied:", *lines]))


def _refused(change: Any) -> dict[str, Any]:
    return {"kind": change.kind, "id": change.id, "field": change.field}

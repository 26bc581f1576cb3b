"""Plans in the shell: bring the installation to what a plan file says, or see what that would do."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from accord.cli.output import PROBLEMS_FOUND, fail, format_option, say
from accord.cli.plan_input import TELL_ERRORS, read_or_tell
from accord.cli.plan_output import as_json, print_exact
from accord.cli.plan_refusals import explain
from accord.cli.plan_text import print_text
from accord.cli.runtime import load_django, operator_now, require_installation

if TYPE_CHECKING:
    from accord.domain.plan import Plan
    from accord.services.plans.plans import Manner
    from accord.services.telling.events import Actor

STATE_MOVED = 3
MANY = 100  # new things after which the database should look at its tables again
TOLD = 10  # people told one by one
Command = TypeVar("Command", bound=Callable[..., Any])


def _plan_options(command: Command) -> Command:
    """What both commands take; but for --as it is handed on as `manner`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


OPTIONS = (
    click.argument("files", metavar="PLAN...", nargs=-1, required=True),
    click.option("--as", "email", metavar="EMAIL", help="On whose behalf: a person of the plan."),
    click.option(
        "--prune",
        is_flag=True,
        help="Take away what PLAN does not name: objectives of its cycle with all below them, and metrics and "
        "milestones that nothing refers to any more.",
    ),
    click.option("--draft", is_flag=True, help="What is new stays a draft of its team."),
    click.option(
        "--agree",
        is_flag=True,
        help="Agree to what the plan changes, for your teams that had agreed to what was there before.",
    ),
    click.option(
        "--wording",
        multiple=True,
        metavar="ID.FIELD",
        help="This change is wording only. KIND:ID where an id stands in several sections. Can be repeated.",
    ),
)


@click.command("plan")
@_plan_options
@format_option
def plan(email: str | None, output_format: str, **options: Any) -> None:
    """Show what applying PLAN would change, and who would have to agree again. Nothing is changed.

    It is worked out by doing it and taking it back. Without --as, nobody's rights are looked at.
    Exits with 0 if there is nothing to do, with 1 if there is.
    """
    wanted, manner = _asked(options, email, output_format)
    from accord.services.plans import plans
    from accord.services.telling.events import Actor

    by = Actor(None, "shell") if email is None else _person(wanted, email)
    try:
        found = plans.preview_plan(wanted, by=by, clock=operator_now, manner=manner)
    except plans.PlanRefused as refusal:
        explain(refusal, output_format)
    shown = as_json(found)
    print_exact(shown) if output_format == "json" else print_text(shown, is_tried=True)
    _say_who_cannot_be_reached(wanted)
    if found.changes:
        raise click.exceptions.Exit(PROBLEMS_FOUND)


@click.command("apply")
@_plan_options
@click.option("--reason", help="Why; kept with the change.")
@click.option("--expect", metavar="HASH", help="Only if the installation is still in this state, as `plan` printed it.")
@format_option
def apply(email: str | None, reason: str | None, expect: str | None, output_format: str, **options: Any) -> None:
    """Bring the installation to what PLAN says, in one transaction: files, or folders of them.

    The same plan again changes nothing. Everything it names is published. It agrees for nobody, unless --agree.
    Only the first plan needs no --as. Exits with 3 if the installation is no longer in the state that --expect names.
    """
    wanted, manner = _asked(options, email, output_format)
    from accord.services import statistics
    from accord.services.plans import plans

    by = _actor(wanted, email)
    try:
        done = plans.apply_plan(wanted, by=by, clock=operator_now, reason=_said(reason), expect=expect, manner=manner)
    except plans.StateMoved:
        say("The installation has changed since that state. Nothing was applied; look at what is there now.")
        raise click.exceptions.Exit(STATE_MOVED) from None
    except plans.PlanRefused as refusal:
        explain(refusal, output_format)
    if len(done.changes.create) >= MANY:
        statistics.refresh()
    shown = as_json(done)
    print_exact(shown) if output_format == "json" else print_text(shown)
    _say_who_cannot_be_reached(wanted)


def _say_who_cannot_be_reached(plan: "Plan") -> None:
    """An e-mail that is none is no mistake of the file, but whoever writes it should not learn of it by silence."""
    from accord.services.accounts import is_address

    wrong = [each for each in plan.people if each.email and not is_address(each.email)]
    if not wrong:
        return
    say("These are no e-mail addresses, so nobody can sign in with them, and no mail reaches them:")
    say("\n".join(f"  person {each.id}: “{each.email}”" for each in wrong[:TOLD]))
    if len(wrong) > TOLD:
        say(f"  and {len(wrong) - TOLD} more")


def _asked(options: dict[str, Any], email: str | None, output_format: str) -> "tuple[Plan, Manner]":
    """The plan that is given and how it is to be applied; the installation is there once this returns."""
    if options["agree"] and not email:
        fail("Say for whom to agree with --as EMAIL.")
    if options["prune"] and options["draft"]:
        fail("--prune takes away what everybody sees, --draft brings what only its team sees. Use one after the other.")
    wanted = read_or_tell(options.pop("files"), TELL_ERRORS[output_format]).plan
    load_django()
    require_installation()
    from accord.services.plans.plans import Manner

    return wanted, Manner(**options)


def _actor(plan: "Plan", email: str | None) -> "Actor":
    """Who applies: a person of the plan by e-mail; nobody is needed while there is nothing yet."""
    from accord.queries import installation
    from accord.services.telling.events import Actor

    if email is not None:
        return _person(plan, email)
    if not installation.is_empty():
        fail("Say on whose behalf with --as EMAIL. Only the first plan of an installation needs nobody.")
    return Actor(None, "shell")


def _person(plan: "Plan", email: str) -> "Actor":
    from accord.queries import installation
    from accord.services.telling.events import Actor

    person = installation.person_by_email(email)
    # The people of the first plan come with it.
    if person is None and not (installation.is_empty() and _names(plan, email)):
        fail(f"Nobody in the plan has the e-mail “{email}”. --as names a person of the plan by e-mail.")
    return Actor(person, "shell", person.email or "" if person else email.strip())


def _names(plan: "Plan", email: str) -> bool:
    return any(each.email and each.email.casefold() == email.strip().casefold() for each in plan.people)


def _said(reason: str | None) -> str | None:
    return (reason or "").strip() or None

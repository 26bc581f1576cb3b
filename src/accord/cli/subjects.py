"""What a command names, looked up; what is not there ends the command, saying so."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from accord.cli.output import fail
from accord.cli.runtime import operator_today

if TYPE_CHECKING:
    from accord.models import Cycle, KeyResult, Person

Command = TypeVar("Command", bound=Callable[..., Any])


def cycle_option(command: Command) -> Command:
    """`--cycle ID`, handed to the command as `cycle`."""
    return click.option("--cycle", metavar="ID", help="Which cycle. [default: the running one, else the next]")(command)


def find_cycle(key: str | None) -> "Cycle":
    """The cycle that is asked for, or the one that runs."""
    from accord.queries import access

    known = access.cycles()
    try:
        return access.cycle(key, today=operator_today(), among=known)
    except access.NotVisible:
        if not known:
            fail("There is no cycle yet. Apply a plan first: `accord apply PLAN`.")
        fail(f"There is no cycle “{key}”. These are there: {', '.join(each.key for each in known)}.")


def find_key_result(key: str, cycle: str | None) -> "KeyResult":
    """A published key result that has an agreement."""
    from accord.queries import access, installation

    chosen = find_cycle(cycle)
    try:
        found = installation.published_key_result(chosen, key)
    except access.NotVisible:
        fail(f"There is no key result “{key}” in the cycle {chosen.key}.")
    if not hasattr(found, "agreement"):
        fail(f"{key} has no agreement: no other team has a part in it.")
    return found


def find_teams(keys: Iterable[str]) -> None:
    """Teams that are named are there."""
    from accord.queries import installation

    wanted = list(keys)
    known = installation.team_keys() if wanted else frozenset()
    for key in wanted:
        if key not in known:
            fail(f"There is no team “{key}”.")


def find_person(email: str) -> "Person":
    """The person of the plan with this e-mail, whatever its case."""
    from accord.queries import installation

    person = installation.person_by_email(email)
    if person is None:
        fail(f"Nobody in the plan has the e-mail “{email}”. --as names a person of the plan by e-mail.")
    return person

"""People who can sign in."""

import sys

import click

from accord.cli.output import fail, say
from accord.cli.runtime import load_django, operator_now, require_installation


@click.group("user")
def user() -> None:
    """Add people who can sign in, and set their passwords."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What to call somebody who is no person of the plan.")
@click.option("--admin", "is_admin", is_flag=True, help="May administer the installation; the first one always may.")
def add(email: str, name: str, *, is_admin: bool) -> None:
    """Let somebody sign in.

    With the e-mail of a person of the plan, it is that person. Then set a password: `accord user password EMAIL`.
    """
    load_django()
    require_installation()
    from accord.services import accounts

    if not name.strip():
        fail("--name is empty.")
    try:
        account = accounts.add_user(email, name, is_admin=is_admin, clock=operator_now)
    except accounts.NotAnEmail:
        fail(f"“{email}” is no e-mail address.")
    except accounts.AccountExists as taken:
        if taken.account.email.casefold() == email.strip().casefold():
            fail(f"{taken.account.email} can sign in already. To set a password: `accord user password {email}`.")
        fail(f"{taken.account.get_full_name()} signs in as {taken.account.email}. One person has one account.")
    who = f"{account.get_full_name()} ({account.email})"
    is_somebody = f", who is {account.person.key} in the plan" if account.person else ""
    say(f"Added {who}{', an admin' if account.is_admin else ''}{is_somebody}.")
    say(f"Now set a password: accord user password {account.email}")


@user.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Set somebody's password. It is asked for; a program hands it over on standard input, in one line."""
    load_django()
    require_installation()
    from accord.services import accounts

    try:
        account = accounts.set_password(email, _password(email), clock=operator_now)
    except accounts.NoAccount:
        fail(f"Nobody signs in as “{email}”. To add somebody: `accord user add {email} --name NAME`.")
    except accounts.PasswordRefused as weak:
        fail("\n".join(["This password is not set:", *weak.reasons]))
    say(f"Set the password of {account.email}.")


def _password(email: str) -> str:
    if sys.stdin.isatty():
        given: str = click.prompt(f"New password for {email}", hide_input=True, confirmation_prompt=True, err=True)
        return given
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        fail("There was no password on standard input.")
    return line

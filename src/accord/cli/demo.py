"""A demo installation in a folder of its own, with an organization and its story in it."""

import os
import shutil
import socket
import sys
from pathlib import Path

import click

import accord
from accord.adapters import locks
from accord.cli import database
from accord.cli.installation import make_folder, make_secret
from accord.cli.output import fail, say
from accord.cli.runtime import load_django, operator_now
from accord.cli.serve import serve_installation

HOST = "127.0.0.1"
MARK = "this-is-a-demo"  # a file in the folder; without it the folder is not ours to empty
BUILDING, BUILT = "building\n", "built\n"
# What an installation is otherwise told by its environment: a demo takes none of it.
NOT_FOR_A_DEMO = ("ACCORD_DATABASE_URL", "ACCORD_MAIL_URL", "ACCORD_SECRET_KEY")


@click.command("demo")
@click.option("--reset", is_flag=True, help="Start over: everything done in the demo is lost.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def demo(*, reset: bool, port: int) -> None:
    """Serve a demo organization, on this machine only. What people do in it is kept.

    It lives in the folder `demo` of the checkout, otherwise of ACCORD_HOME. Anybody who opens it can be anybody.
    """
    home = _home()
    _refuse_a_taken_port(port)
    _choose(home, port)
    is_built = _prepare(home, reset=reset)
    load_django()
    if not is_built:
        _build(home)
    _introduce(home, port)
    serve_installation(host=HOST, port=port)


def _home() -> Path:
    if home := os.environ.get("ACCORD_HOME"):
        return Path(home).expanduser().absolute() / "demo"
    checkout = Path(accord.__file__).parents[2]
    if (checkout / "Makefile").exists() and (checkout / "pyproject.toml").exists():
        return checkout / "demo"
    return Path("~/.local/share/accord/demo").expanduser()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            fail(f"Something listens on port {port} already. Choose another one with --port.")


def _choose(home: Path, port: int) -> None:
    for name in NOT_FOR_A_DEMO:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ |= {"ACCORD_HOME": str(home), "ACCORD_DEMO": "1", "ACCORD_URL": f"http://{HOST}:{port}"}


def _prepare(home: Path, *, reset: bool) -> bool:
    """Have a folder to work in, emptied where that is wanted or it was never finished; says whether a demo is in it."""
    mark = home / MARK
    if home.exists() and any(home.iterdir()) and not mark.exists():
        fail(f"{home} is no demo, and is left alone. Move it away, or set ACCORD_HOME.")
    is_built = mark.exists() and mark.read_text(encoding="ascii") == BUILT
    if is_built and not reset:
        return True
    if mark.exists():
        _refuse_while_served(home)
        shutil.rmtree(home)
    make_folder(home)
    mark.write_text(BUILDING, encoding="ascii")
    make_secret(home / "secret-key")
    return False


def _refuse_while_served(home: Path) -> None:
    try:
        with locks.alone(home / "serving.lock", wait=False):
            pass
    except locks.Busy:
        fail("The demo is being served. Stop it before starting over.")


def _build(home: Path) -> None:
    from accord.formats.plan import read_plan
    from accord.formats.story import read_story
    from accord.services import demo as services
    from accord.services import statistics

    folder = Path(accord.__file__).parent / "demo"
    say("Building the demo: people answer, ask, object and change things for six weeks.")
    try:
        with locks.alone(home / "serving.lock", wait=False):
            database.migrate(now=operator_now())
            plan = read_plan([str(folder / "tidewell.yaml")]).plan
            services.build(plan, read_story(folder / "story.yaml"), tell=_tell)
            statistics.refresh()
            (home / MARK).write_text(BUILT, encoding="ascii")
    except locks.Busy:
        fail("The demo is being built already.")


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {of} events", nl=done == of, err=True)


def _introduce(home: Path, port: int) -> None:
    """Where it is and who one can be; on standard output, before the server begins."""
    from accord.queries import installation

    people = installation.demo_people()
    click.echo(f"{installation.name()}, a demo, is at http://{HOST}:{port} (kept in {home}).")
    click.echo("Open it and enter, with one click, as one of:")
    wide = max(len(person.name) for person in people)
    for person in people:
        does = ", ".join(f"{team} ({role})" for team, role in person.teams)
        click.echo(f"  {person.name:<{wide}}  {does}{', admin' if person.is_admin else ''}")

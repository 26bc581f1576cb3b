"""Work on a second core: the same as on one, whatever becomes of it. Each case is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"
CORES = sorted(getattr(os, "sched_getaffinity", lambda _: ())(0))
pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="this machine has no second core to give")


def alone(script: str, *arguments: str, code: int = 0) -> str:
    """What a script prints that has many(), pieces made anywhere, and here(), whether they are made in the process."""
    beginning = """
        import os, sys, time
        from accord.cli.second_core import begun_beside
        first = os.getpid()
        here = lambda: os.getpid() == first
        def many():
            for number in range(5):
                yield number, here()
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(beginning) + dedent(script), *arguments], capture_output=True, timeout=60
    )
    assert done.returncode == code, done.stderr
    return done.stdout.decode()


def test_pieces_are_made_in_a_copy_and_come_in_order() -> None:
    told = alone("""
        with begun_beside(many, is_worth_it=True) as beside:
            print(*beside)
    """)

    assert told.strip() == "(0, False) (1, False) (2, False) (3, False) (4, False)"


@pytest.mark.parametrize("unfit", ["is_worth_it=False", "is_worth_it=not os.sched_setaffinity(0, {CORE})"])
def test_what_is_not_worth_it_or_has_no_second_core_is_made_here(unfit: str) -> None:
    told = alone(f"""
        with begun_beside(many, {unfit.replace("CORE", str(CORES[0]))}) as beside:
            print(*beside)
    """)

    assert told.strip() == "(0, True) (1, True) (2, True) (3, True) (4, True)"


@pytest.mark.parametrize("end", ["os._exit(1)", "os.kill(os.getpid(), 9)", "raise MemoryError"])
def test_what_a_copy_that_ended_early_has_not_told_is_made_here(end: str) -> None:
    told = alone(f"""
        def some():
            for number, is_here in many():
                if number == 2 and not is_here:
                    {end}
                yield number, is_here
        with begun_beside(some, is_worth_it=True) as beside:
            print(*beside)
    """)

    assert told.strip() == "(0, False) (1, False) (2, True) (3, True) (4, True)"


def test_an_error_of_the_work_is_raised_here() -> None:
    told = alone("""
        def wrong():
            yield 1
            raise ValueError("no such thing")
        try:
            with begun_beside(wrong, is_worth_it=True) as beside:
                print(*beside)
        except ValueError as error:
            print(error)
    """)

    assert told.strip() == "no such thing"


def test_no_copy_is_left_when_the_work_here_goes_wrong() -> None:
    told = alone("""
        try:
            with begun_beside(lambda: iter([time.sleep(600)]), is_worth_it=True):
                raise ValueError
        except ValueError:
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                print("none")
    """)

    assert told.strip() == "none"


def test_a_plan_is_told_with_the_same_bytes_on_one_core_and_on_two() -> None:
    script = f"""
        from accord.cli import check_json, checking, second_core
        checking.LARGE, check_json.AT_ONCE, check_json.MANY = 1, 3, 2
        if sys.argv[1] == "one":
            os.sched_setaffinity(0, {{{CORES[0]}}})
        assert second_core.has_second_core() == (sys.argv[1] == "two")
        from accord.cli.main import cli
        cli(["check", {str(TIDEWELL)!r}, "--format", "json", "--as-of", "2026-11-15"])
    """

    one, two = (alone(script, cores, code=1) for cores in ("one", "two"))

    assert one == two
    assert len(one.splitlines()) > 100

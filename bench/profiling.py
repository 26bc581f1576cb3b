"""Where a page's time goes: Accord's functions with all they call, whatever takes time by itself, and the SQL."""

import cProfile
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench import bare, measure
from bench.browser import Answer, Browser
from bench.pages import PAGES, Shown

REQUESTS = 20
LINES = 16
STATEMENTS = 5
ACCORD = str(Path(__file__).parents[1] / "src" / "accord")
TEMPLATES = ".html"
Numbers = tuple[int, int, float, float, Any]  # calls without and with recursion, time by itself, with all it calls
Function = tuple[tuple[str, int, str], Numbers]


def show(browser: Browser, shown: Shown) -> None:
    """Print it for every page, in milliseconds a request: under the profiler too many, but in proportion."""
    for page in PAGES:
        address = shown.address(page)
        send = browser.request("GET", address)
        print(f"\n{page.name}: {address} answers {send().status}")
        functions = _profiled(send)
        ours = [each for each in functions if _is_ours(*each[0])]
        print("  Accord's own, with all they call (ms, calls)")
        _print(sorted(ours, key=lambda each: -each[1][3]), 3)
        print("  by themselves (ms, calls)")
        _print(sorted(functions, key=lambda each: -each[1][2]), 2)
        print("  the slowest statements, bare (ms)")
        _print_statements(bare.statements_of(send))
        sys.stdout.flush()


def _profiled(send: Callable[[], Answer]) -> list[Function]:
    profile = cProfile.Profile()
    for _ in range(2):
        send()
    profile.enable()
    for _ in range(REQUESTS):
        send()
    profile.disable()
    profile.create_stats()
    return list(profile.stats.items())


def _is_ours(file: str, _: int, name: str) -> bool:
    """Whether it is Accord's; what every page has around it says nothing."""
    return (file.startswith(ACCORD) or file.endswith(TEMPLATES)) and name not in {"middleware", "root"}


def _print(functions: Iterable[Function], column: int) -> None:
    for (file, line, name), numbers in list(functions)[:LINES]:
        where = f"{'/'.join(Path(file).parts[-3:])}:{line}" if line else ""
        print(f"    {numbers[column] * 1000 / REQUESTS:8.2f}  {numbers[1] / REQUESTS:8.1f}  {name}  {where}")


def _print_statements(statements: list[bare.Statement]) -> None:
    costs = [(measure.cpu(bare.runner([each])).least, each) for each in statements]
    for cost, each in sorted(costs, key=lambda pair: -pair[0])[:STATEMENTS]:
        print(f"    {cost:8.2f}  {each.sql}  {each.params}"[:600])

"""The house: how big files may be, what is nowhere, and that exceptions are few, named and dated."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "accord"

LINES = {
    "src/accord/**/*.py": 300,
    "bench/**/*.py": 300,
    "tests/**/*.py": 400,
    "src/accord/**/templates/**/*.*": 140,
    "src/accord/**/static/**/*.js": 200,
    "src/accord/**/static/**/*.css": 250,
}
FUNCTION_LINES = 40
USUAL_FUNCTION_LINES = 20


class Excuse(NamedTuple):
    """A file or function that may be bigger, until a day and for a reason."""

    what: str
    until: date
    why: str


EXCUSES: list[Excuse] = []
FORBIDDEN_FOLDERS = {"utils", "helpers", "common", "base"}


class Function(NamedTuple):
    name: str
    lines: int


def sources(pattern: str) -> Iterator[Path]:
    outside = {"migrations", "__pycache__", "vendor"}
    return (path for path in sorted(ROOT.glob(pattern)) if path.is_file() and not outside & set(path.parts))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def excused() -> set[str]:
    return {excuse.what for excuse in EXCUSES}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(("pattern", "most"), LINES.items(), ids=list(LINES))
def test_files_fit_on_a_few_screens(pattern: str, most: int) -> None:
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(pattern)}

    assert {file: lines for file, lines in sizes.items() if lines > most and file not in excused()} == {}


def test_functions_fit_on_one_screen() -> None:
    found = [function for path in sources("src/accord/**/*.py") for function in functions(path)]

    too_long = [function for function in found if function.lines > FUNCTION_LINES and function.name not in excused()]
    assert too_long == []


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(function.lines for path in sources("src/accord/**/*.py") for function in functions(path))

    assert lengths[int(len(lengths) * 0.9)] <= USUAL_FUNCTION_LINES


def test_excuses_name_what_exists_and_have_not_run_out() -> None:
    things = {name(path) for pattern in LINES for path in sources(pattern)}
    things |= {function.name for path in sources("src/accord/**/*.py") for function in functions(path)}

    assert [excuse for excuse in EXCUSES if excuse.what not in things] == []
    assert [excuse for excuse in EXCUSES if excuse.until < date.today()] == []  # noqa: DTZ011


def test_no_folder_is_a_drawer_for_everything() -> None:
    folders = {path.name for path in PACKAGE.rglob("*") if path.is_dir()}

    assert folders & FORBIDDEN_FOLDERS == set()


def test_only_services_save_rows() -> None:
    # form.save() is the login library's: it is how its forms change a password; definitions.save() is a service.
    writes = re.compile(r"(?<!form)(?<!definitions)\.(save|bulk_create|bulk_update|update_or_create|get_or_create)\(")
    doors = [
        path for folder in ("web", "api", "cli", "jobs", "queries") for path in sources(f"src/accord/{folder}/**/*.py")
    ]

    assert [name(path) for path in doors if writes.search(path.read_text(encoding="utf-8"))] == []


def test_no_clock_below_the_doors() -> None:
    clock = re.compile(r"timezone\.(now|localdate|localtime)\(\)|(datetime|date)\.(now|today|utcnow)\(|time\.time\(")
    below = [
        path
        for folder in ("domain", "formats", "models", "queries", "services")
        for path in sources(f"src/accord/{folder}/**/*.py")
    ]

    assert [name(path) for path in below if clock.search(path.read_text(encoding="utf-8"))] == []


def test_no_signals() -> None:
    listens = re.compile(r"^django(\.\w+)*\.(dispatch|signals)")

    found = [name(path) for path in sources("src/accord/**/*.py") if any(map(listens.match, imported(path)))]

    assert found == []


def test_pages_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|<style\b|\sstyle=|\son[a-z]+=", re.IGNORECASE
    )

    # Letters are no pages: mail programs keep only the style that stands at an element.
    found = [name(path) for path in sources("src/accord/web/templates/**/*.html") if inline.search(path.read_text())]

    assert found == []


def test_what_comes_after_an_act_in_a_browser_is_waited_for() -> None:
    at_once = re.compile(
        r"\.(is_(visible|hidden|checked|enabled|disabled|editable)|(all_)?(inner_text|text_content)s?|input_value)\(\)"
        r"|page\.url\b|\.count\(\)|\bwait_for_timeout\(|\bsleep\("
    )
    lines = [
        f"{name(path)}:{number}"
        for path in sources("tests/browser/test_*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if at_once.search(line) and ".objects." not in line
    ]

    assert lines == [], "A quick machine alone passes this: expect(...) waits, as in expect(page).to_have_url(...)"

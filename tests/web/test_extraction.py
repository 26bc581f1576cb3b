"""Whoever translates Accord finds every sentence: extraction reads all sources, and reads them whole."""

import ast
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

import accord
from accord.web.states import CONFIDENCE, PACE, STATE

PACKAGE = Path(accord.__file__).parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "ngettext_lazy": (1, 2)}


@cache
def extracted() -> dict[str, set[str]]:
    """Sentences by file."""
    with (PACKAGE / "locale" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[str, set[str]] = {}
    for name, _line, message, _comments, _context in extract_from_dir(PACKAGE, methods, options, keywords=KEYWORDS):
        found.setdefault(name, set()).add(message if isinstance(message, str) else message[0])
    return found


def test_the_words_of_states_are_among_them() -> None:
    words = set().union(*extracted().values())

    assert {str(look.word) for look in (*STATE.values(), *PACE.values(), *CONFIDENCE.values())} <= words


def test_every_template_that_speaks_is_read() -> None:
    speaking = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "web" / "templates").rglob("*.*")
        if any(mark in path.read_text(encoding="utf-8") for mark in ("_(", "{% trans"))
    }

    assert speaking - extracted().keys() == set()


@pytest.mark.parametrize("door", ["web", "services", "queries", "cli"])
def test_a_sentence_is_written_whole_where_it_is_asked_for(door: str) -> None:
    built = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in (PACKAGE / door).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in CALLS
        and not (call.args and isinstance(call.args[0], ast.Constant))
    ]

    assert built == []

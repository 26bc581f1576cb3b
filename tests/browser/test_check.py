"""The negative controls of look(): what is wrong in one way alone is found, in that way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.check import look, watch
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS
from tests.browser.windows import Windows

LIGHT, DARK = {"light, 1440", "light, 390"}, {"dark, 1440", "dark, 390"}
NARROW, EVERY = {"light, 390", "dark, 390"}, LIGHT | DARK
PAGE = """<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
<style>body {{ background: white; color: black }} {style}</style></head>
<body><main><h1>A page</h1>{text}</main></body></html>"""
PALE_IN_LIGHT = "p { color: #bbb } @media (prefers-color-scheme: dark) { body { background: black; color: white } }"
BLACK_IN_DARK = "@media (prefers-color-scheme: dark) { p { background: black } }"
NOT_WIDE = "@media (width > 500px) { img, p { display: none } }"


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """A page of nobody's: it needs no server."""
    with windows.some() as some:
        page = some.open(WAYS[0])
        watch(page)
        page.goto("about:blank")
        yield page


@pytest.mark.parametrize(
    ("style", "text", "ways"),
    [
        ("", "<p>Nothing is wrong.</p>", set()),
        (PALE_IN_LIGHT, "<p>Pale on white.</p>", LIGHT),
        (PALE_IN_LIGHT + NOT_WIDE, "<p>Pale on white, on a phone.</p>", {"light, 390"}),
        (BLACK_IN_DARK, "<p>Black on black.</p>", DARK),
        ("", '<p style="width: 30em">Too wide for a phone.</p>', NARROW),
        (NOT_WIDE, '<img src="data:,">', {"light, 390"}),
        ("", "<button></button>", {"light, 1440", "light, 390"}),
        ("", '<p style="font-size: 10px">Small.</p>', EVERY),
    ],
)
def test_what_is_wrong_is_found_in_its_ways(page: Page, style: str, text: str, ways: set[str]) -> None:
    page.set_content(PAGE.format(style=style, text=text))

    assert ways_with_problems(page) == ways


def test_a_word_in_the_console_is_a_problem_unless_it_was_expected(page: Page) -> None:
    page.set_content(PAGE.format(style="", text=""))
    with page.expect_console_message():
        page.evaluate("console.warn('an odd thing')")

    look(page, expected=("odd",))
    with pytest.raises(AssertionError, match="console warning: an odd thing"):
        look(page)


def test_where_scripts_are_off_what_can_be_seen_is_looked_at_all_the_same(windows: Windows) -> None:
    with windows.some() as some:
        page = some.open(WITHOUT_SCRIPTS)
        watch(page, has_scripts=False)
        page.goto("about:blank")
        page.set_content(PAGE.format(style="", text="<p>Nothing is wrong.</p>"))
        look(page, WAYS)

        page.set_content(PAGE.format(style=PALE_IN_LIGHT, text="<p>Pale on white.</p>"))
        assert ways_with_problems(page) == LIGHT


def ways_with_problems(page: Page) -> set[str]:
    try:
        look(page, WAYS)
    except AssertionError as problems:
        return {f"{scheme}, {width}" for scheme, width, *_ in WAYS if f"{scheme}, {width}: " in str(problems)}
    return set()

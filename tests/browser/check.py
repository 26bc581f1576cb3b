"""What every page is held to in a real browser.

page = browse("/preferences/", by=mara)
look(page, WAYS)
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.windows import Way, turn

CHECK = (Path(__file__).parent / "check.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Rules = dict[str, Any]  # as axe takes them
ALL: Rules = {"runOnly": {"type": "tag", "values": RULES}}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
ONLY_COLOURS: Rules = {"runOnly": {"type": "rule", "values": OF_COLOUR}}
ALL_BUT_COLOURS: Rules = ALL | {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}}
# Only what it finds comes back: handing over all that is in order takes longer than finding it.
FIND = """async (rules) => {
  const { violations } = await axe.run({ ...rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}"""
# axe reads the same few colours thousands of times, and takes a third of its time for it: each is read once.
REMEMBER_COLOURS = """() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) known.set(text, read.call(new axe.commons.color.Color(), text));
    const { r, g, b, alpha } = known.get(text);
    return Object.assign(this, { r, g, b, alpha });
  };
}"""
# htmx says so, too, where a look still under way is given up for a save; what did not arrive is a sendError besides.
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")

_said: "WeakKeyDictionary[Page, list[str]]" = WeakKeyDictionary()
_without_scripts: "WeakSet[Page]" = WeakSet()


def watch(page: Page, *, has_scripts: bool = True) -> None:
    """From now on note what the page's console says, and what it asks for in vain. What it said before is forgotten."""
    if not has_scripts:
        _without_scripts.add(page)
    is_new = page not in _said
    _said[page] = []
    if is_new:
        page.on("console", lambda message: _hear(page, message))
        page.on("pageerror", lambda error: _said[page].append(f"script failed: {error}"))
        page.on("requestfailed", lambda request: _said[page].extend(_in_vain(request)))


def _hear(page: Page, message: ConsoleMessage) -> None:
    if not message.text.startswith(GIVEN_UP):
        _said[page].append(f"console {message.type}: {message.text}")


def _in_vain(request: Request) -> list[str]:
    """What the browser gave up itself, for it was leaving the page or asking anew, was not asked in vain."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"not answered: {request.url} ({request.failure})"]


def said(page: Page) -> list[str]:
    """What the console has said since the page was opened."""
    return list(_said.get(page, []))


def look(page: Page, ways: Sequence[Way] = (), *, expected: tuple[str, ...] = ()) -> None:
    """No violation of axe's rules, nothing hard to see or reach, no sideways scroll, a silent console.

    Looks in each of the ways, and leaves the page in the first; without any, looks as the page is. Where scripts are
    off axe's rules are left out: it waits for itself, and nothing would ever come.
    `expected` are pieces of console messages that belong to what the test does, such as "422".
    """
    problems = [each for each in said(page) if not any(piece in each for piece in expected)]
    problems += [f"{way.scheme}, {way.width}: {each}" for way in ways for each in _seen_in(page, way, ways)]
    if ways:
        turn(page, ways[0])
    else:
        problems += _seen(page, ALL)
    assert not problems, "\n".join([page.url, *problems])


def _seen_in(page: Page, way: Way, ways: Sequence[Way]) -> list[str]:
    turn(page, way)
    return _seen(page, _rules(way, ways))


def _rules(way: Way, ways: Sequence[Way]) -> Rules | None:
    """Those of colour once for each light, all others once for each width; ours, contrast too, are looked at always."""
    is_new_light = way is next(each for each in ways if each.scheme == way.scheme)
    is_new_width = way is next(each for each in ways if each.width == way.width)
    if is_new_width:
        return ALL if is_new_light else ALL_BUT_COLOURS
    return ONLY_COLOURS if is_new_light else None


def _seen(page: Page, rules: Rules | None) -> list[str]:
    _unroll(page)
    found: list[str] = page.evaluate(CHECK)
    return found + ([] if rules is None or page in _without_scripts else violations(page, rules))


def _unroll(page: Page) -> None:
    """Make the window as high as the page, so that nothing lies under what sticks to the window's edge."""
    size = page.viewport_size
    assert size
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})


def violations(page: Page, rules: Rules = ALL) -> list[str]:
    """Each violation of axe's rules, or of some of them, with where."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(REMEMBER_COLOURS)
    found: list[str] = page.evaluate(FIND, rules)
    return found

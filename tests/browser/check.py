"""What every page is held to in a real browser.

page = browse("/preferences/", by=mara)
look(page)
"""

from pathlib import Path
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

CHECK = (Path(__file__).parent / "check.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

_said: "WeakKeyDictionary[Page, list[str]]" = WeakKeyDictionary()


def watch(page: Page) -> None:
    """From now on note what the page's console says, and what it asks for in vain."""
    said = _said.setdefault(page, [])

    def hear(message: ConsoleMessage) -> None:
        said.append(f"console {message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(f"script failed: {error}"))
    page.on("requestfailed", lambda request: said.extend(_in_vain(request)))


def _in_vain(request: Request) -> list[str]:
    """What the browser gave up itself, for it was leaving the page or asking anew, was not asked in vain."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"not answered: {request.url} ({request.failure})"]


def said(page: Page) -> list[str]:
    """What the console has said since the page was opened."""
    return list(_said.get(page, []))


def look(page: Page, *, expected: tuple[str, ...] = ()) -> None:
    """No violation of axe's rules, nothing hard to see or reach, no sideways scroll, a silent console.

    `expected` are pieces of console messages that belong to what the test does, such as "422".
    """
    unasked = [each for each in said(page) if not any(piece in each for piece in expected)]
    _unroll(page)
    problems = unasked + page.evaluate(CHECK) + violations(page)
    assert not problems, "\n".join(problems)


def _unroll(page: Page) -> None:
    """Make the window as high as the page, so that nothing lies under what sticks to the window's edge."""
    size = page.viewport_size
    assert size
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})


def violations(page: Page) -> list[str]:
    """Each violation of axe's rules, with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

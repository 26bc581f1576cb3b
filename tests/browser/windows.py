"""Windows of one Chromium. They are used again: opening one costs three times what the page in it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect


class Way(NamedTuple):
    """How somebody looks at Accord."""

    scheme: str
    width: int
    height: int
    scripts: bool = True


WAYS = [Way("light", 1440, 900), Way("dark", 1440, 900), Way("light", 390, 844), Way("dark", 390, 844)]
WITHOUT_SCRIPTS = Way("light", 1440, 900, scripts=False)


class Windows:
    """Each window has cookies of its own, and forgets them when it is given back.

    It then waits at a place of the same address: from elsewhere it would begin anew, as slowly as a new one.
    """

    def __init__(self, chromium: Browser, address: str, waiting_place: str) -> None:
        self._chromium, self._address, self._waiting_place = chromium, address, waiting_place
        self._idle: dict[bool, list[Page]] = {True: [], False: []}

    @contextmanager
    def some(self) -> Iterator["Taken"]:
        """Windows for as long as one test lasts."""
        taken = Taken(self)
        try:
            yield taken
        finally:
            for page, scripts in taken.pages:
                self._take_back(page, scripts=scripts)

    def take(self, *, scripts: bool) -> Page:
        idle = self._idle[scripts]
        return idle.pop() if idle else self._open(scripts=scripts)

    def _open(self, *, scripts: bool) -> Page:
        context = self._chromium.new_context(java_script_enabled=scripts, locale="en-GB", base_url=self._address)
        return context.new_page()

    def _take_back(self, page: Page, *, scripts: bool) -> None:
        """What a test may have left behind: where it was, who was signed in, further windows."""
        page.context.clear_cookies()
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.goto(self._waiting_place)
        self._idle[scripts].append(page)


class Taken:
    """The windows of one test."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self.pages: list[tuple[Page, bool]] = []

    def open(self, way: Way) -> Page:
        page = self._windows.take(scripts=way.scripts)
        self.pages.append((page, way.scripts))
        turn(page, way)
        return page


def press_in_a_row(page: Page, letters: str, *, until_at: str) -> None:
    """Letters that mean something only soon after each other: a slow machine may pause between them."""
    for _ in range(5):
        page.keyboard.type(letters)
        try:
            return expect(page).to_have_url(until_at, timeout=5_000)
        except AssertionError:
            continue
    expect(page).to_have_url(until_at)


def turn(page: Page, way: Way) -> None:
    """Have a page seen in another way. Nothing moves, so that no colour is caught on its way to another."""
    page.set_viewport_size({"width": way.width, "height": way.height})
    page.emulate_media(
        media="screen", color_scheme="dark" if way.scheme == "dark" else "light", reduced_motion="reduce"
    )

"""A real Chromium before a real server, on a database of its own.

`browse(address, by=account)` opens a page as somebody, in each of the four ways of `way` where the test asks for them.
"""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browsers
from tests.browser import check

if TYPE_CHECKING:
    from accord.models import User

# The browser's own event loop runs in this thread; the tests' statements are not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Way(NamedTuple):
    """How somebody looks at Accord."""

    scheme: str
    width: int
    height: int
    scripts: bool = True


WAYS = [Way("light", 1440, 900), Way("dark", 1440, 900), Way("light", 390, 844), Way("dark", 390, 844)]
WITHOUT_SCRIPTS = Way("light", 1440, 900, scripts=False)

Browse = Callable[..., Page]


class AsServed(StaticFilesHandler):
    """Static files come the way they come to everybody: through Accord's own middleware."""

    def _should_handle(self, path: str) -> bool:
        return False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browsers.chromium()
    if path is None:
        pytest.skip("no Chromium was found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of a server for this test."""
    cache.clear()
    server = LiveServerThread("localhost", static_handler=AsServed)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture(params=WAYS, ids=[f"{way.scheme}-{way.width}" for way in WAYS])
def way(request: pytest.FixtureRequest) -> Way:
    """Light and dark, wide and narrow: a test that takes this runs in all four."""
    found: Way = request.param
    return found


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Browse]:
    """Open an address as somebody, in a browser of their own; its console is listened to."""
    opened: list[BrowserContext] = []

    def open_as(address: str, *, by: "User | None" = None, way: Way = WAYS[0]) -> Page:
        context = chromium.new_context(
            viewport={"width": way.width, "height": way.height},
            color_scheme="dark" if way.scheme == "dark" else "light",
            java_script_enabled=way.scripts,
            locale="en-GB",
            base_url=site,
        )
        opened.append(context)
        if by is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(by), "url": site}])
        page = context.new_page()
        check.watch(page)
        page.goto(address)
        return page

    yield open_as
    for context in opened:
        context.close()


def _session(user: "User") -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

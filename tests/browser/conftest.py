"""A real Chromium before a real server, on a database of its own.

`browse(address, by=account)` opens a page as somebody; `look(page, WAYS)` holds it to what pages are held to, in light
and dark, wide and narrow.
"""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.templatetags.static import static
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import browsers
from tests.browser import check
from tests.browser.windows import WAYS, WITHOUT_SCRIPTS, Way, Windows

if TYPE_CHECKING:
    from accord.models import User

__all__ = ["WAYS", "WITHOUT_SCRIPTS", "Browse", "Way"]  # what a test in a browser needs

# A slow machine must not decide whether a test passes: what is expected is waited for.
expect.set_options(timeout=20_000)
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


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of a server for all tests: what they find there is in the database."""
    server = LiveServerThread("localhost", static_handler=AsServed)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def site(transactional_db: None, server: str) -> str:
    """The same address, with nothing known there yet."""
    cache.clear()
    return server


@pytest.fixture(params=WAYS, ids=[f"{way.scheme}-{way.width}" for way in WAYS])
def way(request: pytest.FixtureRequest) -> Way:
    """For what is done otherwise on a narrow page. Where a page is only looked at, look(page, WAYS) costs a third."""
    found: Way = request.param
    return found


@pytest.fixture(scope="session")
def windows(chromium: Browser, server: str) -> Windows:
    return Windows(chromium, server, waiting_place=static("logo.svg"))


@pytest.fixture
def browse(windows: Windows, site: str) -> Iterator[Browse]:
    """Open an address as somebody, in a window of their own; its console is listened to."""
    with windows.some() as some:

        def open_as(address: str, *, by: "User | None" = None, way: Way = WAYS[0]) -> Page:
            page = some.open(way)
            check.watch(page, has_scripts=way.scripts)
            if by is not None:
                session = _session(by)
                page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
            page.goto(address)
            return page

        yield open_as


def _session(user: "User") -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)

"""People with browsers: what they open and write, and how long it takes."""

import http.client
import re
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.forms import Fields, Form, form_with

CYCLE = "2026-q4"
WRITING = 0.45  # of those who come; one in five of these finds that only who answers for the team may write there
REQUESTS = (1 - WRITING) + WRITING * 2.8  # of one who comes, on average; a fifth of all requests write
# What people open, and how often.
READ = {
    "/": 20,
    "/cycles/{cycle}/teams/{team}/": 15,
    "/cycles/{cycle}/agreements/{shared}/": 15,
    "/cycles/{cycle}/key-results/{key_result}/": 15,
    "/cycles/{cycle}/agreements/": 8,
    "/cycles/{cycle}/cascade/": 5,
    "/find?q=refund": 5,
    "/cycles/{cycle}/teams/{team}/reviews/writing/": 4,
    "/cycles/{cycle}/matrix/": 3,
    "/people/{person}/": 3,
    "/directory/": 3,
    "/metrics/": 2,
    "/cycles/{cycle}/strategy/": 2,
}
SAID = (("text", "Does this count what the south sends?"), ("clause", "1"))
# Where somebody writes, a name that only this form has, what is typed or pressed, and how often.
WRITE = (
    ("/cycles/{cycle}/key-results/{key_result}/check-in/", "value", (("value", "{number}"), ("confidence", "slip")), 8),
    ("/cycles/{cycle}/agreements/{shared}/", "agree", (("agree", "1"),), 1),
    ("/cycles/{cycle}/agreements/{shared}/", "text", SAID, 1),
)


@dataclass(frozen=True, slots=True)
class Took:
    """One request: what it was, how it was answered, and after how many milliseconds."""

    kind: str  # "read" or "write"
    status: int
    milliseconds: float
    where: str

    @property
    def is_error(self) -> bool:
        """That somebody else was quicker (409) is an answer."""
        return not 200 <= self.status < 400 and self.status != HTTPStatus.CONFLICT


class Person:
    """Somebody's browser: connections that stay open, cookies, and pages that come packed."""

    def __init__(self, visitor: Mapping[str, Any], server: str, rng: Random) -> None:
        self._visitor, self._server, self._rng = visitor, server, rng
        self._host = urlsplit(server).netloc

    def visit(self, wanted: float) -> Iterator[Took]:
        """Look at something, or write something and look at what became of it; `wanted` is when they came."""
        if self._rng.random() >= WRITING:
            address = self._rng.choices(list(READ), list(READ.values()))[0]
            yield self._send("GET", address, self._filled(address), wanted)[0]
            return
        address, known_by, typed, _ = self._rng.choices(WRITE, [each[-1] for each in WRITE])[0]
        page = self._filled(address)
        took, text, _to = self._send("GET", address, page, wanted)
        yield took
        if form := _form(text, known_by):
            number = str(self._rng.randint(1, 60))
            said = {name: value.format(number=number) for name, value in typed}
            fields = [*((name, value) for name, value in form.fields if name not in said), *said.items()]
            took, _, to = self._send("POST", f"{address} {known_by}", form.action or page, time.monotonic(), fields)
            yield took
            page = to.partition("#")[0] or page
        yield self._send("GET", address, page, time.monotonic())[0]

    def _filled(self, address: str) -> str:
        mine, rng = self._visitor, self._rng
        return address.format(
            cycle=CYCLE, team=mine["team"], person=mine["person"],
            key_result=rng.choice(mine["key_results"]), shared=rng.choice(mine["shared"]),
        )  # fmt: skip

    def _send(
        self, method: str, where: str, path: str, wanted: float, fields: Fields | None = None
    ) -> tuple[Took, str, str]:
        """How it went, the page, and where it leads."""
        headers = {"Cookie": self._visitor["cookies"], "Accept-Encoding": "gzip", "Accept-Language": "en-GB,en"}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._server}
            fields = [*(pair for pair in fields if pair[0] != "csrfmiddlewaretoken"), self._token]
        status, body, to = answered(self._host, method, path, urlencode(fields or []), headers)
        kind = "write" if method == "POST" else "read"
        return Took(kind, status, (time.monotonic() - wanted) * 1000, f"{method} {where}"), body, to

    @property
    def _token(self) -> tuple[str, str]:
        return "csrfmiddlewaretoken", self._visitor["csrf"]


_lines = threading.local()  # each thread of the crowd has a connection of its own


def answered(host: str, method: str, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
    """Status (0 where nothing came back), page and where it leads; once more where the server had hung up meanwhile."""
    for _ in range(2):
        line = getattr(_lines, "kept", None) or http.client.HTTPConnection(host, timeout=30)
        try:
            line.request(method, path, body if method == "POST" else None, dict(headers))
            response = line.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            line.close()
            _lines.kept = None
            continue
        _lines.kept = line
        packed = response.headers.get("Content-Encoding") == "gzip"
        text = zlib.decompress(content, 31) if packed else content
        return response.status, text.decode(), response.headers.get("Location", "")
    return 0, "", ""


def _form(page: str, name: str) -> Form | None:
    """The form that has a field or button of this name. Reading whole pages would be most of what a crowd does."""
    pieces = (each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'name="{name}"' in each)
    return next((form for piece in pieces if (form := form_with(name, piece))), None)

"""What the web server calls. A request is read whole before a thread is given to it, so that slow clients cost nothing.

Django then runs in a few threads, as under WSGI. Handing it the connection itself would let a handful of people with a
bad line, or with bad intentions, keep every thread waiting for their next byte.
"""

import asyncio
import io
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from accord.config import wsgi

# Threads of one web process that run Python. More would only queue at the interpreter's lock, and with them whoever
# holds the turn to write.
THREADS = 2
MOST_BYTES = 20 * 1024 * 1024
SECONDS_TO_SEND = 60

Answer = tuple[int, list[tuple[str, str]], bytes]


class TooLarge(Exception):
    """The request is bigger than anything Accord reads."""


class Application:
    """Joins the server's way of speaking (RSGI) to Django's (WSGI)."""

    def __init__(self, django: Any) -> None:
        self._django = django
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="accord")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        try:
            body = await asyncio.wait_for(_read(scope, protocol), SECONDS_TO_SEND)
        except TooLarge:
            return _refuse(protocol, 413, "This is more than Accord reads at once.")
        except TimeoutError:
            return _refuse(protocol, 408, "The request did not arrive in time.")
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self._threads, self._answer, scope, body)
        protocol.response_bytes(status, headers, content)

    def _answer(self, scope: Any, body: bytes) -> Answer:
        begun: list[Any] = []
        response: Iterable[bytes] = self._django(_environ(scope, body), lambda *start: begun.extend(start))
        try:
            content = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        status, headers = begun[0], begun[1]
        return int(status.partition(" ")[0]), [(name.lower(), value) for name, value in headers], content


async def _read(scope: Any, protocol: Any) -> bytes:
    if int(scope.headers.get("content-length", "0") or 0) > MOST_BYTES:
        raise TooLarge
    content = bytearray()
    async for part in protocol:
        content += part
        if len(content) > MOST_BYTES:
            raise TooLarge
    return bytes(content)


def _refuse(protocol: Any, status: int, message: str) -> None:
    protocol.response_str(status, [("content-type", "text/plain; charset=utf-8"), ("connection", "close")], message)


def _environ(scope: Any, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 wants it: text that stands for bytes."""
    host, _, port = scope.server.rpartition(":")
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in scope.headers.items()
        # With an underscore a header could pass for another one that a proxy vouches for.
        if "_" not in name
    }
    headers["CONTENT_TYPE"] = headers.pop("HTTP_CONTENT_TYPE", "")
    headers.pop("HTTP_CONTENT_LENGTH", None)
    return headers | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "HTTP_HOST": headers.get("HTTP_HOST") or scope.authority or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


# After each statement a writer waits for the interpreter until another thread has used up its time, and everybody else
# waits for the writer: with Python's own 5 ms a check-in kept the turn to write for half a second.
sys.setswitchinterval(0.0005)
application = Application(wsgi.application)

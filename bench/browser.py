"""Somebody's browser, without a screen: whole requests through the WSGI application that the server runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accord.config.wsgi import application
from accord.models import User
from bench.forms import Fields


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """Signed in as one person; keeps cookies."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", address, headers=headers)()

    def request(
        self, method: str, address: str, fields: Fields | None = None, headers: Mapping[str, str] | None = None
    ) -> Callable[[], Answer]:
        """A request ready to be sent: calling it costs what the application takes and next to nothing more."""
        environ = self._environ(method, address, urlencode(fields or []).encode(), headers or {})
        body = environ.pop("body")

        def send() -> Answer:
            started: list[Any] = []

            def start(*args: Any) -> Callable[[bytes], object]:
                started.extend(args)
                return lambda _: None

            chunks: Any = application(environ | {"wsgi.input": BytesIO(body)}, start)
            answer = Answer(int(started[0].split()[0]), b"".join(chunks))
            chunks.close()  # ends the request, as the server does
            self._keep_cookies(started[1])
            return answer

        return send

    def _environ(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": settings.ACCORD_ADDRESS.host,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_ACCEPT_LANGUAGE": "en",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "body": body,
        }
        return environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}

    def _keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}

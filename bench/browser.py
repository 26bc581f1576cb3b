"""Somebody's browser, without a screen: whole requests through the WSGI application that the server runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accord.config.wsgi import application
from accord.models import User

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes, what it holds unless somebody types, and the buttons that send it."""

    action: str
    fields: Fields = field(default_factory=list)
    buttons: Fields = field(default_factory=list)


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


def form_with(button: str, page: str) -> Form | None:
    """The form of a page that has a button of this name, as a browser would send it."""
    reader = _Forms()
    reader.feed(page)
    return next((form for form in reader.forms if any(name == button for name, _ in form.buttons)), None)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self.is_inside = True
        elif self.is_inside and given.get("name"):
            pair = (given["name"], given.get("value", ""))
            if tag == "button":
                self.forms[-1].buttons.append(pair)
            elif tag == "textarea" or (tag == "input" and given.get("type") not in {"checkbox", "radio"}):
                self.forms[-1].fields.append(pair)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False

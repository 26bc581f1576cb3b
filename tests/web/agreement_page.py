"""What a browser would send from the page of an agreement, read out of the page itself."""

import re

from django.http import HttpResponse
from django.test import Client

from accord.models import User

PAGE = "/cycles/2026-q4/agreements/fewer-tickets/"
HIDDEN = re.compile(r'<input type="hidden" name="(seen|last_revision)" value="([^"]*)">')


def read(client: Client, by: User) -> str:
    client.force_login(by)
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.text


def shown(page: str) -> dict[str, list[str]]:
    """The hidden fields of the page's form."""
    found: dict[str, list[str]] = {"seen": [], "last_revision": []}
    for name, value in HIDDEN.findall(page):
        found[name].append(value)
    return found


def press(client: Client, page: str, button: str, value: str, *, htmx: bool = False, **typed: str) -> HttpResponse:
    """Press one of the buttons of a page that was read before."""
    headers = {"HX-Request": "true"} if htmx else {}
    data = shown(page) | {button: value} | {name.replace("_", "-"): text for name, text in typed.items()}
    response = client.post(f"{PAGE}answers/", data, headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def say(client: Client, text: str, *, team: str, clause: int = 4) -> HttpResponse:
    response = client.post(f"{PAGE}messages/", {"text": text, "team": team, "clause": clause})
    assert isinstance(response, HttpResponse)
    return response


def plain(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

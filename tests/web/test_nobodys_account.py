"""An account that is nobody of the plan reads: whatever is offered to others, it may not do."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.test import Client

from accord.models import Event, Finding, User
from accord.services.definitions import definitions
from accord.services.definitions.edits import Create, Edit
from accord.services.findings import accepting
from tests import world as worlds
from tests.web.editing_form import Fields
from tests.world import World

pytestmark = pytest.mark.django_db
CYCLE = "/cycles/2026-q4"
OFFERED_TO = ("alice", "bob", "ada")
MOST_PAGES = 75
ALSO = (
    f"{CYCLE}/checks/?which=accepted", f"{CYCLE}/teams/product/publish/", f"{CYCLE}/drop/key-result/fewer-tickets/",
    f"{CYCLE}/close/", "/organization/", "/review-week/",
)  # fmt: skip
# What somebody does to their own account and nobody else’s.
OWN = re.compile(r"^/(sign-in|sign-out|password|preferences|mail/stop|follows|invitations)/")
TYPED = {"": "Because.", "date": "2026-12-01", "until": "2026-12-01", "value": "61", "grade": "0.7"}


class Page(HTMLParser):
    """Where a page leads, and the forms on it that are sent, each with all its fields and buttons."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[tuple[str, Fields]] = []
        self._named: dict[str, Fields] = {}
        self._form: Fields | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self._form = {} if given.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append((given.get("action", ""), self._form))
                self._named[given.get("id", "")] = self._form
        elif tag in {"input", "button", "textarea", "select"} and given.get("name"):
            form = self._named.get(given["form"]) if "form" in given else self._form
            if form is not None and not (given.get("type") == "radio" and given["name"] in form):
                kind = given.get("type", "") if given.get("type") == "date" else given["name"].split("-")[0]
                form.setdefault(given["name"], []).append(given.get("value") or TYPED.get(kind, TYPED[""]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


@pytest.fixture
def world() -> World:
    """Something of everything: what is agreed and no longer, a draft, a contribution, a finding that is accepted."""
    world = worlds.build()
    world.account("ada", is_admin=True)
    world.agree("alice", "product")
    world.agree("bob", "support")
    for person, edit in (
        ("carol", Create("contribution", "books>fewer-tickets", {"share": "5"})),
        ("alice", Create("objective", "draft", {"team": "product", "title": "A draft"})),
        ("alice", Edit("key_result", "fewer-tickets", {"target": "80"})),
    ):
        definitions.save(world.cycle, [edit], by=world.actor(person), clock=world.clock)
    accepted = Finding.objects.filter(mended_at=None, team__key="product").order_by("id").first()
    assert accepted is not None
    accepting.accept(accepted.pk, reason="It may stay.", until=None, by=world.actor("alice"), clock=world.clock)
    return world


def test_what_others_are_offered_is_not_its_to_do(world: World) -> None:
    stranger = Client()
    stranger.force_login(User.objects.create(email="gil@elsewhere.example", added_at=world.clock()))
    forms, before = list(offered(world)), everything()

    for address, fields in forms:
        response = stranger.post(address, fields)
        assert response.status_code < 500, (address, fields)
        assert Event.objects.count() == len(before["Event"]), (address, fields)
    assert everything() == before
    assert len(forms) > 30


def offered(world: World) -> Iterator[tuple[str, Fields]]:
    """Every form that these people are given, once for each address and button."""
    known: set[tuple[str, ...]] = set()
    for person in OFFERED_TO:
        client = Client()
        client.force_login(world.account(person, is_admin=person == "ada"))
        for page, text in pages(client):
            for action, fields in Page(text).forms:
                address = urljoin(page, action)
                key = (urlsplit(address).path, *sorted(fields))
                if key not in known and not OWN.match(address):
                    known.add(key)
                    yield address, fields


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Pages that links lead to, from home on."""
    found = dict.fromkeys(["/", *ALSO])
    for read in range(MOST_PAGES):
        if read == len(found):
            return
        page = list(found)[read]
        response = client.get(page)
        if response.status_code == 200 and "html" in response.headers["Content-Type"]:
            yield page, response.text
            addresses = (urlsplit(urljoin(page, link)).path for link in Page(response.text).links)
            found |= dict.fromkeys(each for each in addresses if each.startswith("/"))


def everything() -> dict[str, list[object]]:
    """All rows of what people do: nothing of it is changed."""
    tables = (model for model in apps.get_app_config("accord").get_models() if model.__name__ != "Find")
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in tables}

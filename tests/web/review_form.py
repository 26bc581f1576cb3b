"""What a browser would send from the form of a review, read out of the page itself."""

from html.parser import HTMLParser

from django.test import Client

from accord.models import Review
from tests.web.agreement_page import plain

WRITE = "/cycles/2026-q4/teams/product/reviews/writing/"


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self._inside = False
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == "review"
        name = given.get("name", "")
        if not self._inside or not name:
            return
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "input" and not (given.get("type") == "radio" and "checked" not in given):
            self.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = ""
        if tag == "form":
            self._inside = False


def form_in(page: str) -> dict[str, str]:
    """Every field of the form with what stands in it; of the choices those that are made."""
    form = _Form()
    form.feed(page)
    return form.fields


def form_of(client: Client) -> dict[str, str]:
    """The fields of the Product team's form as they are given out; nothing is typed yet."""
    return form_in(client.get(WRITE).text)


def publish(client: Client, **typed: str) -> Review:
    """The review of the Product team as it is published, with this typed into the form."""
    said = client.post(WRITE, form_of(client) | {"publish": "yes"} | typed)
    assert said.status_code == 302, plain(said.text)
    return Review.objects.filter(published_at__isnull=False).latest("published_at")

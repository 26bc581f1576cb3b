"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes, what it holds unless somebody types, and the buttons that send it."""

    action: str
    fields: Fields = field(default_factory=list)
    buttons: Fields = field(default_factory=list)


def form_with(name: str, page: str) -> Form | None:
    """The form of a page that has a field or a button of this name, as a browser would send it."""
    reader = _Forms()
    reader.feed(page)
    return next((form for form in reader.forms if name in dict([*form.fields, *form.buttons])), None)


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

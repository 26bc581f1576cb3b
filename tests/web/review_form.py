"""What a browser would send from the form of a review, read out of the page itself."""

from html.parser import HTMLParser


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

"""What a browser would send from a form that edits, read out of the page itself."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Inputs, areas and choices of the form with the id `edit`, and what belongs to it by its `form` attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: Fields = {}
        self.inside = False
        self._area: str | None = None
        self._select: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == "edit"
        if not self.inside and given.get("form") != "edit":
            return
        name = given.get("name", "")
        if tag == "input" and name and not (given.get("type") == "checkbox" and "checked" not in given):
            self.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select and (not self._select[1] or "selected" in given):
            self._select[1][:] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            name, values = self._select
            self.fields.setdefault(name, []).extend(values)
            self._select = None
        elif tag == "form":
            self.inside = False


def form_of(page: str) -> Fields:
    """Every input of the form with what stands in it."""
    form = _Form()
    form.feed(page)
    return form.fields

"""The pseudo-locale: every sentence that goes through gettext comes out marked ⟦…⟧ and with foreign letters.

    with pseudo.speaking():
        page = client.get("/preferences/").text
    assert pseudo.untranslated(page, people_wrote=["Mara Lindqvist"]) == []

What is left over is a sentence that no translator would ever see. Not counted: what people wrote (given by the
test), days and times (they follow the person's format), code, keys, e-mail addresses and the name of the product.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from django.utils import translation
from django.utils.translation import trans_real

OPENS, CLOSES = "⟦", "⟧"
LETTERS = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
# What must stay as it is inside a sentence: placeholders, markup, addresses of characters.
_KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_EVERYWHERE = ("Accord",)
_HEARD = ("aria-label", "title", "placeholder", "alt")
_NOT_SENTENCES = {"code", "kbd", "pre", "time", "style", "script", "option", "datalist"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@contextmanager
def speaking() -> Iterator[None]:
    """While this lasts, Accord speaks pseudo to everybody."""
    with translation.override("en"):
        real = trans_real._translations.copy()  # type: ignore[attr-defined]
        try:
            for language in ("en", "en-gb", "en-us"):
                trans_real._translations[language] = _Pseudo(language)  # type: ignore[attr-defined]
            with translation.override("en"):
                yield
        finally:
            trans_real._translations.clear()  # type: ignore[attr-defined]
            trans_real._translations.update(real)  # type: ignore[attr-defined]


def untranslated(page: str, *, people_wrote: Collection[str] = ()) -> list[str]:
    """What a reader sees or hears of a page, in the page's order, that no translator could have changed."""
    texts = _Texts()
    texts.feed(page)
    return [left for text in texts.found if (left := _rest(text, people_wrote))]


class _Pseudo(trans_real.DjangoTranslation):
    """A catalogue in which every message has its pseudo translation."""

    def __init__(self, language: str) -> None:
        super().__init__(language)

    def gettext(self, message: str) -> str:
        return marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return marked(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return marked(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return marked(msgid1 if n == 1 else msgid2)


def marked(message: str) -> str:
    if not message.strip() or message.startswith(OPENS):
        return message
    parts = _KEPT.split(message)
    return OPENS + "".join(part if i % 2 else part.translate(LETTERS) for i, part in enumerate(parts)) + CLOSES


class _Texts(HTMLParser):
    """The texts of a page. Marks may open in one element and close in another, so the body is one text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]
        self._inside: list[str] = []
        self._is_day = False  # of a drawing, where no <time> can stand

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in _HEARD and value]
        self._is_day = "g-day" in (dict(attrs).get("class") or "").split()
        if tag not in _VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._is_day = False
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._is_day and not _NOT_SENTENCES.intersection(self._inside):
            self.found[0] += data if data.strip() else " "


def _rest(text: str, people_wrote: Collection[str]) -> str:
    outside, depth = [], 0
    for character in text:
        depth += (character == OPENS) - (character == CLOSES)
        outside.append(" " if depth > 0 or character in OPENS + CLOSES else character)
    rest = "".join(outside)
    for known in sorted((*people_wrote, *_EVERYWHERE), key=len, reverse=True):
        rest = rest.replace(known, " ")
    rest = re.sub(r"\S+@\S+|https?://\S+", " ", rest)
    return " ".join(rest.split()) if _WORD.search(rest) else ""

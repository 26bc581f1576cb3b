"""In which language and format a page is written: asked once a page, not for each of its hundred sentences and days."""

from contextvars import ContextVar
from typing import Any, NamedTuple

from django.utils import timezone, translation
from django.utils.translation import trans_real
from jinja2 import Template

DEFAULT = "en-GB"


class Manner(NamedTuple):
    """The catalogue of sentences, the code of the format that days and numbers follow, and the reader's year."""

    catalogue: object
    code: str
    year: int


_of_this_page: ContextVar[Manner | None] = ContextVar("of_this_page", default=None)


def manner() -> Manner:
    """That of the page being rendered; elsewhere what is active, which may change from line to line."""
    return _of_this_page.get() or _active()


class WrittenInOneManner(Template):
    """A template; while it is rendered nothing in it changes the language."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        kept = _of_this_page.set(_active())
        try:
            return super().render(*args, **kwargs)
        finally:
            _of_this_page.reset(kept)


def _active() -> Manner:
    return Manner(trans_real.catalog(), translation.get_language() or DEFAULT, timezone.localdate().year)

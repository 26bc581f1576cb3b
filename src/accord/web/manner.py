"""In which language and format a page is written, as of which day and where, and where Accord is mounted: asked once a
page, not for each of its hundred sentences, days and addresses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, tzinfo
from typing import Any, NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone, translation
from django.utils.translation import trans_real
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

DEFAULT = "en-GB"


class Manner(NamedTuple):
    """The catalogue of sentences, the code of the format that days and numbers follow, the reader's day and zone, and
    the path in front of every address.
    """

    catalogue: object
    code: str
    today: date
    zone: tzinfo
    mount: str


_of_this_page: ContextVar[Manner | None] = ContextVar("of_this_page", default=None)


def manner() -> Manner:
    """That of the page being rendered; elsewhere what is active, which may change from line to line."""
    return _of_this_page.get() or _active()


@contextmanager
def in_one_manner() -> Iterator[None]:
    """While something is written in which nothing changes the language."""
    kept = _of_this_page.set(_active())
    try:
        yield
    finally:
        _of_this_page.reset(kept)


class WrittenInOneManner(Template):
    """A template."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        with in_one_manner():
            return super().render(*args, **kwargs)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What others import of it. Jinja compares their globals each time; ours all have the same."""
        return super()._get_default_module()


def _active() -> Manner:
    code = translation.get_language() or DEFAULT
    zone = timezone.get_current_timezone()
    return Manner(trans_real.catalog(), code, timezone.localdate(), zone, get_script_prefix())

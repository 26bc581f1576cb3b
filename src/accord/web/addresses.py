"""Addresses of pages: a list has one or three a line, to the same few teams, so they are kept."""

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse

from accord.web.manner import manner


def url(name: str, *parts: object, **named: object) -> str:
    """The address of a page, by the name of its route. Values that say where (`?cycle=`) are added by the page."""
    return _address(manner().mount, name, parts, tuple(named.items()))


@lru_cache(maxsize=16_384)
def _address(_: str, name: str, parts: Sequence[object], named: Sequence[tuple[str, object]]) -> str:
    """It depends on where Accord is mounted, too."""
    return reverse(name, args=parts or None, kwargs=dict(named) or None)

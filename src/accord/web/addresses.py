"""Addresses of pages: a list has one or three a line, to the same few teams, so they are kept."""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from accord.web.manner import manner

# A value that stands in an address as it is.
_is_plain = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*").fullmatch


def url(name: str, *parts: object, **named: object) -> str:
    """The address of a page, by the name of its route. Values that say where (`?cycle=`) are added by the page."""
    return _address(manner().mount, name, parts, tuple(named.items()))


@lru_cache(maxsize=16_384)
def _address(mount: str, name: str, parts: Sequence[object], named: Sequence[tuple[str, object]]) -> str:
    """Finding a route takes ten times as long as filling in its form, which all pages of a kind share."""
    values = (*parts, *(value for _, value in named))
    form = _form(mount, name, tuple(type(value) for value in values), tuple(key for key, _ in named))
    texts = [str(value) for value in values]
    if form is None or not all(map(_is_plain, texts)):
        return reverse(name, args=parts or None, kwargs=dict(named) or None)
    return form.format(*texts)


@lru_cache(maxsize=1024)
def _form(_: str, name: str, kinds: Sequence[type], keys: Sequence[str]) -> str | None:
    """A route's address with places for its values; it depends on where Accord is mounted, too."""
    marks = [_mark(kind, place) for place, kind in enumerate(kinds)]
    first = len(marks) - len(keys)
    try:
        form = reverse(name, args=marks[:first] or None, kwargs=dict(zip(keys, marks[first:], strict=True)) or None)
    except NoReverseMatch:
        return None
    form = form.replace("{", "{{").replace("}", "}}")
    for place, mark in enumerate(marks):
        form = form.replace(mark, f"{{{place}}}")
    return form


def _mark(kind: type, place: int) -> str:
    """Stands for a value: a number where it is one, for a route may ask for that."""
    return f"90210{place}" if kind is int else f"mark-of-{place}"

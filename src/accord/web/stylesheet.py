"""The style sheet, served as one file: css/accord.css with every import in its place, in the layer it names."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ENTRY = Path(__file__).parent / "static" / "css" / "accord.css"
_IMPORT = re.compile(r'@import url\("(?P<name>[a-z/]+\.css)"\) layer\((?P<layer>[a-z]+)\);')
_ANY_IMPORT = re.compile(r"^\s*@import.*$", re.MULTILINE)


class NotUnderstood(Exception):
    """An import that a browser would look for in vain: it has to name a file in small letters, and its layer."""


def text() -> str:
    """The whole style sheet. While developing it is read again each time."""
    return _joined() if settings.DEBUG else _kept()


def version() -> str:
    """Twelve hex digits that change with the text."""
    return _version(text()) if settings.DEBUG else _kept_version()


@cache
def _kept() -> str:
    return _joined()


@cache
def _kept_version() -> str:
    return _version(_kept())


def _version(joined: str) -> str:
    return sha256(joined.encode()).hexdigest()[:12]


def _joined() -> str:
    joined = _IMPORT.sub(_in_its_layer, ENTRY.read_text(encoding="utf-8"))
    left_out = _ANY_IMPORT.search(joined)
    if left_out:
        raise NotUnderstood(left_out[0].strip())
    return joined


def _in_its_layer(found: re.Match[str]) -> str:
    rules = (ENTRY.parent / found["name"]).read_text(encoding="utf-8")
    return f"@layer {found['layer']} {{\n{rules}}}"

"""Static files: served from the package as they are, at addresses that change with their content.

The version stands in front of the whole tree (/static/3f9a1c…/css/app.css), so relative links between style sheets
and modules hold without rewriting, nothing needs to be collected, and no folder has to be writable.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware


@cache
def version() -> str:
    """Twelve hex digits over the names and contents of all static files."""
    digest = sha256()
    for name, content in sorted(_files()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def prefix() -> str:
    """The path in front of every static file; while developing, without a version."""
    return settings.STATIC_URL if settings.DEBUG else f"{settings.STATIC_URL}{version()}/"


class VersionedStaticFiles(StaticFilesStorage):
    """Says at which address a static file is."""

    def url(self, name: str | None) -> str:
        return f"{prefix()}{name or ''}"


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Answers for static files, before sessions or the database are touched."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response, _Choices())

    def immutable_file_test(self, path: str, url: str) -> bool:
        return not settings.DEBUG


class _Choices:
    """What WhiteNoise asks of the settings, for files that are found in the installed packages."""

    def __init__(self) -> None:
        self.DEBUG = self.WHITENOISE_AUTOREFRESH = settings.DEBUG
        self.WHITENOISE_USE_FINDERS = True
        self.WHITENOISE_ALLOW_ALL_ORIGINS = False
        self.WHITENOISE_STATIC_PREFIX = prefix()
        self.STATIC_ROOT = None


def _files() -> Iterator[tuple[str, bytes]]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                yield name, file.read()

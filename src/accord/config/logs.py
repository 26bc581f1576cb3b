"""How the log reads: one line for one event, on standard error."""

import logging
from datetime import UTC, datetime
from http import HTTPStatus


class OneLine(logging.Formatter):
    """`2026-03-04T05:06:07Z warning django.request: …`; line breaks, also of a traceback, become ` ⏎ `."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        text = record.getMessage()
        if record.exc_info and not _is_refused(record):
            text = f"{text}\n{self.formatException(record.exc_info)}"
        return f"{at} {record.levelname.lower()} {record.name}: {' ⏎ '.join(text.splitlines())}"


def _is_refused(record: logging.LogRecord) -> bool:
    """Whether a request was refused with 403, 404 and their like: then nothing is broken, and no traceback helps."""
    return HTTPStatus.BAD_REQUEST <= getattr(record, "status_code", 0) < HTTPStatus.INTERNAL_SERVER_ERROR

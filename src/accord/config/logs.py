"""How the log reads: one line for one event, on standard error."""

import logging
from datetime import UTC, datetime


class OneLine(logging.Formatter):
    """`2026-03-04T05:06:07Z warning django.request: …`; line breaks, also of a traceback, become ` ⏎ `."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        text = record.getMessage()
        if record.exc_info:
            text = f"{text}\n{self.formatException(record.exc_info)}"
        return f"{at} {record.levelname.lower()} {record.name}: {' ⏎ '.join(text.splitlines())}"

"""Texts of mails from the pages' templates: everything is escaped there, and nothing is in a plain text."""

from collections.abc import Mapping
from html import unescape
from typing import Any

from django.template.loader import render_to_string


def plain_text(template: str, context: Mapping[str, Any]) -> str:
    """What a template says, as plain text: a name stands as it is written."""
    return unescape(render_to_string(template, dict(context)))

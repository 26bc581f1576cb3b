"""What people wrote, as a terminal or a log may print it: nothing in it moves the cursor or turns the line around."""

import re
from typing import Any

# Control characters other than tabs and the ends of lines, what else ends one, and what turns the direction of others.
_ACTING = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with each character that would act named instead: `<U+202E>`."""
    return text if text.isprintable() else _ACTING.sub(_named, text)


def all_harmless(value: Any) -> Any:
    """The same for every text in an object that JSON could hold."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {name: all_harmless(each) for name, each in value.items()}
    return [all_harmless(each) for each in value] if isinstance(value, list | tuple) else value


def _named(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"

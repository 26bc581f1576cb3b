"""What a value on a line of YAML is, as far as its characters tell."""

import re

_ESCAPE = re.compile(r"\\.", re.DOTALL)


def is_plain(text: str) -> bool:
    """Whether a text stands on its line without quotes, and nothing in it may mean something else."""
    return text[:1].isalnum() and text[-1] not in ": " and ": " not in text and " #" not in text


def is_quoted(text: str) -> bool:
    """Whether a text stands on its line in single quotes, without any inside."""
    return text[:1] == "'" == text[-1:] and text.count("'") == 2


def is_closed(text: str, quote: str) -> bool:
    """Whether a text in quotes comes to its end; one in single quotes has two for each that it holds."""
    bare = _ESCAPE.sub("", text) if quote == '"' else text
    return bare.count(quote) % 2 == 0

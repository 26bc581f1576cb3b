"""What a page says of a team or a person without reading its row again."""

from typing import NamedTuple


class TeamName(NamedTuple):
    """A team as it is named in a line: its id, its name, and the letters on its tile."""

    key: str
    name: str
    code: str


class PersonName(NamedTuple):
    """A person as named in a line."""

    key: str
    name: str


def first_name(name: str) -> str:
    """How to speak to a person: by the first of their names, where it is a name by itself."""
    words = name.split()
    return words[0] if len(words) > 1 and all(word[0].isalpha() for word in words[:2]) else name

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

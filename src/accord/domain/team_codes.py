"""Three letters for a team's tile."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from unicodedata import normalize

LENGTH = 3


def team_codes(teams: Sequence[tuple[str, str]], taken: Iterable[str] = ()) -> dict[str, str]:
    """Give each team (id, name) a code of up to three letters, different from the others where letters allow."""
    used = set(taken)
    codes = {}
    for team, name in teams:
        codes[team] = _code(name, team, used)
        used.add(codes[team])
    return codes


def _code(name: str, team: str, used: set[str]) -> str:
    letters = _letters(name) or _letters(team) or "TEA"
    if len(letters) <= LENGTH:
        return letters
    tails = (letters[0] + "".join(tail) for tail in combinations(letters[1:12], LENGTH - 1))
    return next((code for code in tails if code not in used), letters[:LENGTH])


def _letters(text: str) -> str:
    plain = normalize("NFKD", text).upper()
    return "".join(letter for letter in plain if letter.isalnum())

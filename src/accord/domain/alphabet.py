"""The order in which people look for a name: capital and small letters alike, and letters with and without accents."""

import unicodedata


def place(name: str) -> tuple[str, str]:
    """What to sort names by: 'Élan' stands beside 'elan', before 'Zeal'."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)), name

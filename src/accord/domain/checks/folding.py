"""Texts as they compare: without accents, case, and ways to write a dash or a space."""

import re
from unicodedata import normalize

# Every character of category Pd, beside white space.
_GAPS = re.compile(
    r"[\s\-\u058A\u05BE\u1400\u1806\u2010-\u2015\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u2E5D\u301C\u3030\u30A0"
    r"\uFE31\uFE32\uFE58\uFE63\uFF0D\U00010D6E\U00010EAD]+"
)
_ACCENTS = re.compile(r"[\u0300-\u036F]+")


def fold(text: str) -> str:
    """The form in which two texts are the same words."""
    if text.isascii():
        return " ".join(text.lower().replace("-", " ").split())
    plain = _ACCENTS.sub("", normalize("NFKD", text)).casefold()
    return _GAPS.sub(" ", normalize("NFKC", plain)).strip(" ")

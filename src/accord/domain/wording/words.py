"""A text as its sequence of words and numbers: what of it counts when wording is compared."""

import re
import unicodedata

from accord.domain.canonical import canonical_text


def words(text: str | None) -> tuple[str, ...]:
    """The words, numbers and symbols of a text in order, each in the form in which it is compared.

    Punctuation only separates. A mark between two digits and a sign before a number belong to the
    number; every other character that is neither letter, mark nor digit is a word by itself. Words
    of four letters or more are compared without case.
    """
    text = _BULLET.sub("", canonical_text(text) or "")
    shape = text.translate(_SHAPES)
    return tuple(_compared(text[found.start() : found.end()]) for found in _WORD.finditer(shape))


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same sequence of words; a text is never the same as none."""
    if (canonical_text(one) is None) != (canonical_text(other) is None):
        return False
    return words(one) == words(other)


# Signs that are also used within formulas are bullets only where they begin a line.
_BULLET = re.compile(r"^[^\S\n]*[*·](?=\s)", re.MULTILINE)

# Words are found in the shape of a text, which has one of these letters for each character:
#   w letter or mark   d digit         h hyphen or dash   m minus sign   g other sign of a number
#   c point or comma   v slash         p other punctuation   s white space   o any other character
# A point or comma that begins a number (.5) belongs to it as one within it does, and the hyphen
# of -$5 is as much a sign as that of -5.
_WORD = re.compile(
    r"""
    (?: (?<![wd]) [hmg] (?= c?d) )?
    (?: (?<![wdc]) c (?= d) )?
    [wd]+
    (?: (?<= d) [hmcvp] (?= d) [wd]+ )*
    | (?<![wd]) h (?= od)
    | [mgvo]
    """,
    re.VERBOSE,
)

_POINTS = ".,٫．，"
_SIGNS = "+±＋"
_SLASHES = "/⁄"
_SEPARATING = ";:!?…\"'¿¡•‣⁃◦∙▪▫■□●○◆◇；：！？＂＇、。，・｡､･،؛؟।"
_SEPARATING_CATEGORIES = {"Ps", "Pe", "Pi", "Pf"}
_BY_CHARACTER = {"\N{MINUS SIGN}": "m"} | {
    character: shape
    for characters, shape in ((_SEPARATING, "p"), (_POINTS, "c"), (_SIGNS, "g"), (_SLASHES, "v"))
    for character in characters
}


class _Shapes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        shape = self[code] = _shape(chr(code))
        return shape


def _shape(character: str) -> str:
    category = unicodedata.category(character)
    if known := _BY_CHARACTER.get(character):
        return known
    if category[0] in "LM":
        return "w"
    if category == "Nd":
        return "d"
    if category == "Pd":
        return "h"
    if character.isspace():
        return "s"
    return "p" if category in _SEPARATING_CATEGORIES else "o"


_SHAPES = _Shapes()


def _compared(word: str) -> str:
    if not word.isalnum():
        word = "".join("-" if _SHAPES[ord(character)] in "hm" else character for character in word)
    return word.lower() if sum(map(str.isalpha, word)) >= 4 else word

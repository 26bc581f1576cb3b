"""What libyaml says of a text that is no YAML, in our words: what stands there, and how to mend it."""

import yaml

TAB = "a tab stands where YAML wants spaces: indent with spaces"
QUOTES = "put the text in quotes"
COLON = f"a second colon with a space after it in one line: {QUOTES}"
OPEN = "a quotation mark is opened here and never closed: close it, or put the whole text in quotes of the other kind"
INDENTED = (
    "this does not fit what is above it: keys of one mapping begin in one column, so do the items of a list, "
    "and nothing follows a closing quotation mark"
)
NAMELESS = f"a text that begins with & or * means something else in YAML: {QUOTES}"
BLOCK = f"after | or > the text begins on the next line; where a text begins so, {QUOTES}"
ESCAPE = "no such escape: between double quotes a backslash is written twice; or use single quotes"
NO_CHARACTER = "this escape stands for no character of a text: write the character itself, or leave it out"
UNCLOSED = "the file ends within brackets: close every [ and {"
UNKNOWN = "this cannot be read as YAML: look at the quotes, colons and indentation here and in the line above"
NO_VALUE = "did not find expected node content"
# By what libyaml says, and whether it is told where that began (a quotation mark, a key) rather than where it ended.
WORDS = {
    "mapping values are not allowed in this context": (COLON, False),
    "found a tab character that violates indentation": (TAB, False),
    "found a tab character where an indentation space is expected": (TAB, False),
    "found unexpected end of stream": (OPEN, True),
    "found unexpected document indicator": (OPEN, True),
    "could not find expected ':'": (
        "a key has a colon and a space after it; a text that goes on is indented deeper than its key",
        True,
    ),
    "did not find expected key": (INDENTED, False),
    "did not find expected '-' indicator": (INDENTED, False),
    "block sequence entries are not allowed in this context": (
        f"an item of a list begins on a line of its own; where the text begins with a dash, {QUOTES}",
        False,
    ),
    "mapping keys are not allowed in this context": (f"a text that begins with ? means a key in YAML: {QUOTES}", False),
    "did not find expected ',' or ']'": ("a comma or the closing ] is missing before this", False),
    "did not find expected ',' or '}'": (
        "a comma or the closing } is missing before this; put a text with a comma, a colon or a bracket in quotes",
        False,
    ),
    NO_VALUE: (f"no value begins with this character: {QUOTES}", False),
    "did not find expected alphabetic or numeric character": (NAMELESS, True),
    "did not find expected comment or line break": (BLOCK, True),
    "found unknown escape character": (ESCAPE, False),
    "did not find expected hexdecimal number": (ESCAPE, False),
    "found invalid Unicode character escape code": (NO_CHARACTER, False),
    "found undefined alias": ("no anchor (&) of this name stands before it: write the value out", False),
    "did not find expected <document start>": (
        "the plan has ended above, where it was not indented: nothing may follow it",
        False,
    ),
}
NO_START = "found character that cannot start any token"


def in_our_words(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Where in a text something is wrong, and what."""
    words, is_told_where_it_began = WORDS.get(error.problem or "", (UNKNOWN, False))
    mark = (error.context_mark if is_told_where_it_began else None) or error.problem_mark or error.context_mark
    at = mark.index if mark else 0
    if error.problem == NO_VALUE and not text[at:].strip():
        words = UNCLOSED
    if error.problem == NO_START:
        words = TAB if text[at : at + 1] == "\t" else f"no text begins with “{text[at : at + 1]}” in YAML: {QUOTES}"
    return at, words

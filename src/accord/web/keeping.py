"""Small parts that every page has dozens of, to the same few of them: written once for what they were given.

What such a macro writes depends on its arguments, and on the manner in which the page is written, alone. An argument
that never changes may stand for all it holds (queries.progress.Scored): others are compared by their values, numbers
among them as they are written, for 5 and 5.0 are equal.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from accord.web.manner import Manner, manner

# Macros whose arguments come again: of a few things on every page, or of a thing that many people read.
KEPT = frozenset(
    {
        ("parts/answers.html", "answer"),
        ("parts/marks.html", "icon"),
        ("parts/marks.html", "mark"),
        ("parts/marks.html", "worded"),
        ("parts/marks.html", "confidence"),
        ("parts/marks.html", "team"),
        ("parts/progress.html", "bar"),
        ("parts/results.html", "how_far"),
        ("reviews/_paper.html", "result"),
        ("reviews/_result.html", "gap_of"),
        ("reviews/_result.html", "one"),
        ("reviews/_words.html", "sentences"),
        ("teams/_member.html", "member_of"),
        ("teams/_objective.html", "objective"),
        ("teams/_pairs.html", "pairs"),
        ("teams/_result.html", "key_result"),
        ("parts/seal.html", "arcs"),
        ("parts/rail.html", "rail"),
        ("parts/palettes.html", "palette"),
        ("parts/palettes.html", "own"),
        ("parts/palettes.html", "keys"),
    }
)
AT_MOST = 4096
# What is long is kept less often.
LONG = frozenset({"parts/rail.html", "parts/palettes.html", "teams/_objective.html", "teams/_pairs.html"})
AT_MOST_LONG = 512

Macro = Callable[..., str]


def kept(macro: Macro, template: str) -> Macro:
    """The macro, asked once for the same arguments in the same manner.

    By their types too: a text that is safe already is equal to one that is not.
    """

    @lru_cache(maxsize=AT_MOST_LONG if template in LONG else AT_MOST, typed=True)
    def written(_: Manner, *given: Hashable, **named: Hashable) -> str:
        return macro(*given, **named)

    def part(*given: Any, **named: Any) -> str:
        return written(manner(), *given, **named)

    return part

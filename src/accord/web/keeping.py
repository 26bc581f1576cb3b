"""Small parts that every page has dozens of, to the same few of them: written once for what they were given.

What such a macro writes depends on its arguments, and on the manner in which the page is written, alone. An argument
that never changes may stand for all it holds (queries.progress.Scored): others are compared by their values, numbers
among them as they are written, for 5 and 5.0 are equal.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from accord.web.manner import Manner, manner

OFTEN, LONG, LISTS = 4096, 512, 64  # what is long is kept less often, and a whole list seldom
# Macros whose arguments come again, of a few things on every page or of a thing that many people read, and how many of
# each are kept.
KEPT = {
    ("agreements/_clause.html", "answers_of"): LONG,
    ("agreements/_clause.html", "clause_section"): LONG,
    ("agreements/_parties.html", "parties_of"): LONG,
    ("agreements/_replies.html", "replies"): LONG,
    ("agreements/_thread.html", "threads"): LONG,
    ("key_results/_aside.html", "agreement"): LONG,
    ("key_results/_chart.html", "over_time"): LONG,
    ("key_results/_facts.html", "facts"): LONG,
    ("key_results/_origins.html", "origins"): LONG,
    ("key_results/_work.html", "actions"): LONG,
    ("parts/answers.html", "answer"): OFTEN,
    ("parts/answers.html", "reply"): LONG,
    ("parts/findings.html", "beside"): LONG,
    ("parts/marks.html", "icon"): OFTEN,
    ("parts/marks.html", "mark"): OFTEN,
    ("parts/marks.html", "worded"): OFTEN,
    ("parts/marks.html", "confidence"): OFTEN,
    ("parts/marks.html", "team"): OFTEN,
    ("parts/progress.html", "bar"): OFTEN,
    ("parts/results.html", "how_far"): OFTEN,
    ("parts/rows.html", "happened"): OFTEN,
    ("parts/seal.html", "arcs"): OFTEN,
    ("parts/rail.html", "rail"): LONG,
    ("parts/palettes.html", "palette"): LONG,
    ("parts/palettes.html", "own"): LONG,
    ("parts/palettes.html", "keys"): LONG,
    ("reviews/_paper.html", "lines"): LISTS,
    ("reviews/_paper.html", "need"): OFTEN,
    ("reviews/_paper.html", "result"): OFTEN,
    ("reviews/_result.html", "fields"): LISTS,
    ("reviews/_result.html", "one"): OFTEN,
    ("reviews/_update.html", "update_row"): OFTEN,
    ("reviews/_words.html", "sentences"): OFTEN,
    ("teams/_member.html", "member_of"): OFTEN,
    ("teams/_objective.html", "objective"): LONG,
    ("teams/_pairs.html", "pairs"): LONG,
    ("teams/_result.html", "key_result"): OFTEN,
}

Macro = Callable[..., str]


def kept(macro: Macro, at_most: int) -> Macro:
    """The macro, asked once for the same arguments in the same manner.

    By their types too: a text that is safe already is equal to one that is not.
    """

    @lru_cache(maxsize=at_most, typed=True)
    def written(_: Manner, *given: Hashable, **named: Hashable) -> str:
        return macro(*given, **named)

    def part(*given: Any, **named: Any) -> str:
        return written(manner(), *given, **named)

    return part

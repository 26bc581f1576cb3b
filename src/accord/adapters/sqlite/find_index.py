"""What things are called, cut into three letters each, for SQLite to find any part of it by (FTS5, trigrams).

The database keeps it true by itself: triggers write it in the transaction of whatever names a thing, through whichever
door. A row stands for one thing; its number is the thing's own, eight times, plus that of its kind. It is made of what
is in the other tables, so it can be made again at any time.
"""

# ruff: noqa: S608 (only the names of tables and columns below are put in)

from collections.abc import Iterator

KINDS = {"team": 0, "person": 1, "objective": 2, "keyresult": 3, "metric": 4, "milestone": 5}
NAMES = {"objective": "title", "keyresult": "title"}
ALIASED = {"metric", "milestone"}
ROWS = 8  # numbers to a thing


def make() -> Iterator[str]:
    """The statements that make it anew, with the triggers that keep it."""
    yield "DROP TABLE IF EXISTS accord_find"
    yield "CREATE VIRTUAL TABLE accord_find USING fts5(words, tokenize = 'trigram')"
    for kind in KINDS:
        yield (
            "INSERT INTO accord_find(rowid, words)"
            f" SELECT {_number(kind, 'it')}, {_words(kind, 'it')} FROM accord_{kind} it"
        )
        yield from _triggers(kind)


def drop() -> Iterator[str]:
    """The statements that take it away."""
    for kind in KINDS:
        yield from (f"DROP TRIGGER IF EXISTS {name}" for name in _names(kind))
    yield "DROP TABLE IF EXISTS accord_find"


def triggers() -> set[str]:
    """What keeps it true."""
    return {name for kind in KINDS for name in _names(kind)}


def differences() -> str:
    """A statement that counts things that are called otherwise than it says, and rows of it that are no thing."""
    wrong = (
        f"SELECT it.id FROM accord_{kind} it LEFT JOIN accord_find f ON f.rowid = {_number(kind, 'it')}"
        f" WHERE f.words IS NOT {_words(kind, 'it')}"
        for kind in KINDS
    )
    rows = " + ".join(f"(SELECT COUNT(*) FROM accord_{kind})" for kind in KINDS)
    return (
        f"SELECT (SELECT COUNT(*) FROM ({' UNION ALL '.join(wrong)}))"
        f" + MAX(0, (SELECT COUNT(*) FROM accord_find) - ({rows}))"
    )


MATCHING = f"""
SELECT rowid / {ROWS}, rowid % {ROWS} FROM accord_find WHERE accord_find MATCH ? LIMIT ?
""".replace("%", "%%").replace("?", "%s")
"""The ids of things that match an expression of FTS5, each with the number of its kind; so many at most."""


def _triggers(kind: str) -> Iterator[str]:
    came, went, changed = _names(kind)
    add = f"INSERT INTO accord_find(rowid, words) VALUES ({_number(kind, 'NEW')}, {_words(kind, 'NEW')});"
    remove = f"DELETE FROM accord_find WHERE rowid = {_number(kind, 'OLD')};"
    columns = ", ".join(["id", "key", _name(kind), *(["aliases"] if kind in ALIASED else [])])
    for name, when, body in (
        (came, "INSERT", add),
        (went, "DELETE", remove),
        (changed, f"UPDATE OF {columns}", f"{remove} {add}"),
    ):
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER {when} ON accord_{kind} BEGIN {body} END"


def _names(kind: str) -> tuple[str, str, str]:
    return f"find_{kind}_came", f"find_{kind}_went", f"find_{kind}_changed"


def _number(kind: str, row: str) -> str:
    return f"{row}.id * {ROWS} + {KINDS[kind]}"


def _words(kind: str, row: str) -> str:
    """Everything a thing is called, a line each."""
    own = f"{row}.key || char(10) || {row}.{_name(kind)}"
    if kind not in ALIASED:
        return own
    return f"{own} || COALESCE((SELECT char(10) || group_concat(value, char(10)) FROM json_each({row}.aliases)), '')"


def _name(kind: str) -> str:
    return NAMES.get(kind, "name")

"""Which key results speak of something: their texts alone are read, and compared as the check of them does."""

from collections.abc import Collection

from django.db import connection

from accord.domain.checks.folding import fold
from accord.domain.checks.mentions import Terms


def speaking_of(cycle: int, names: Collection[str]) -> set[int]:
    """The key results of a cycle (row ids) with a text that mentions one of these names; one statement."""
    folded = {fold(name) for name in names} - {""}
    terms, longest = Terms(folded), {max(name.split(), key=len) for name in folded}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, {"cycle": cycle})
        return {row for row, text in cursor.fetchall() if _may_be_in(text, longest) and terms.mentioned(fold(text))}


def _may_be_in(text: str, words: Collection[str]) -> bool:
    """Nearly all texts hold none of these, and plain ones have the same words before they are folded."""
    if not text.isascii():
        return True
    plain = text.lower()
    return any(map(plain.__contains__, words))


# What is empty mentions nothing.
_TEXTS = """
SELECT k.id, o.title FROM accord_keyresult k JOIN accord_objective o ON o.id = k.objective_id
    WHERE k.cycle_id = %(cycle)s
UNION ALL SELECT id, title FROM accord_keyresult WHERE cycle_id = %(cycle)s
UNION ALL SELECT id, completion_criteria FROM accord_keyresult
    WHERE cycle_id = %(cycle)s AND completion_criteria IS NOT NULL
UNION ALL SELECT id, decomposition FROM accord_keyresult WHERE cycle_id = %(cycle)s AND decomposition IS NOT NULL
UNION ALL SELECT x.key_result_id, x.does FROM accord_duty x JOIN accord_keyresult k ON k.id = x.key_result_id
    WHERE k.cycle_id = %(cycle)s
UNION ALL SELECT key_result_id, title FROM accord_action WHERE cycle_id = %(cycle)s
UNION ALL SELECT key_result_id, what FROM accord_need WHERE cycle_id = %(cycle)s
UNION ALL SELECT key_result_id, completion_criteria FROM accord_need
    WHERE cycle_id = %(cycle)s AND completion_criteria IS NOT NULL
"""

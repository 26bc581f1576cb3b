"""Which template has the words of a letter: of the event that it tells, else of why its reader is told.

A template has the macros subject, title, opening, closing and button, each of which takes the letter. Another kind of
letter is a line in queries.recipients.FINDERS (who is told, and why) and, where the event's own sentence is not
enough, a template and its line in OF_EVENTS here. A reminder, behind which no event stands, is a line in
queries.reminders.FINDERS and one in OF_REMINDERS there; it has its template here under the same name.
"""

from collections.abc import Mapping

from accord.domain.telling import Kind
from accord.queries.telling.letters import Letter

HAPPENED = "letters/happened.html"
OF_KINDS: Mapping[Kind, str] = {
    Kind.ASKED: "letters/asked.html",
    Kind.DEADLINE: "letters/deadline.html",
    Kind.UPDATE: "letters/update.html",
    Kind.REVIEW: "letters/review.html",
    Kind.CHECK_IN: "letters/check_ins.html",
    Kind.SAID: HAPPENED,
    Kind.ANSWERED: HAPPENED,
    Kind.HEADS_UP: HAPPENED,
    Kind.MONTH: "letters/month.html",
    Kind.FOLLOWING: HAPPENED,
}
OF_EVENTS: Mapping[str, str] = {
    "part.objected": "letters/said.html",
    "clause.asked": "letters/said.html",
    "part.agreed": "letters/answered.html",
    "clause.replied": "letters/answered.html",
    "realignment.deadline-passed": "letters/late.html",
    "realignment.gone-ahead": "letters/late.html",
    "need.delivered": "letters/delivered.html",
    "need.not-yet": "letters/not_yet.html",
    "key-result.closed": "letters/closed.html",
}


def words_of(letter: Letter) -> str:
    """The name of the template. Who only follows what happened is asked nothing, whatever it asks of others."""
    if letter.let_go or letter.declined:
        return "letters/ended.html"
    if letter.objected:
        return "letters/objected.html"
    if letter.settled:
        return "letters/settled.html"
    if letter.needs_an_answer or letter.kind is Kind.ANSWERED:
        return OF_EVENTS.get(letter.event, OF_KINDS[letter.kind])
    return OF_KINDS[letter.kind]

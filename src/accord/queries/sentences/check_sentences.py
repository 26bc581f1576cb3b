"""What is said of findings having been accepted, and of checks having been turned off or weighed otherwise."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from accord.domain.checks.finding import Severity
from accord.queries.sentences.sentence_parts import Happening, OnDay, Piece, Reference, Sentence, filled, who


def _accepted(it: Happening) -> Sentence:
    until = it.data.get("until")
    if until:
        said = _("%(who)s accepted what %(code)s finds about %(subject)s until %(day)s.")
    else:
        said = _("%(who)s accepted what %(code)s finds about %(subject)s for good.")
    pieces = filled(said, _about(it) | ({"day": OnDay(date.fromisoformat(until))} if until else {}))
    reason = it.data.get("reason")
    return Sentence("none", "check", (*pieces, f" {reason}") if reason else pieces)


def _opened_again(it: Happening) -> Sentence:
    said = _("%(who)s opened what %(code)s finds about %(subject)s again.")
    return Sentence("none", "check", filled(said, _about(it)))


def _weighed(it: Happening) -> Sentence:
    values = {"who": who(it), "code": _code(it)}
    match it.data.get("severity"):
        case None:
            said = _("%(who)s turned the check %(code)s off for the whole organization.")
        case Severity.ERROR.value:
            said = _("%(who)s made what %(code)s finds an error, for the whole organization.")
        case Severity.WARNING.value:
            said = _("%(who)s made what %(code)s finds a warning, for the whole organization.")
        case _:
            said = _("%(who)s made what %(code)s finds a mere hint, for the whole organization.")
    return Sentence("none", "check", filled(said, values))


def _about(it: Happening) -> dict[str, Piece]:
    subject = it.things[0] if it.things else str(it.data.get("subject", ""))
    return {"who": who(it), "code": _code(it), "subject": subject}


def _code(it: Happening) -> Reference:
    code = str(it.data.get("code", ""))
    return Reference(code, "check", code)


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "finding.accepted": _accepted,
    "finding.opened-again": _opened_again,
    "check.weighed": _weighed,
}

"""What is said of findings having been accepted, and of checks having been turned off or weighed otherwise."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from accord.domain.checks.finding import Severity
from accord.queries.sentence_parts import Happening, OnDay, Reference, Sentence, filled, who


def _accepted(it: Happening) -> Sentence:
    values = {"who": who(it), "code": _code(it), "subject": str(it.data["subject"])}
    if it.data.get("until"):
        said = _("%(who)s accepted what %(code)s finds about %(subject)s until %(day)s: %(reason)s")
        values |= {"day": OnDay(date.fromisoformat(it.data["until"]))}
    else:
        said = _("%(who)s accepted what %(code)s finds about %(subject)s for good: %(reason)s")
    return Sentence("none", "check", filled(said, values | {"reason": str(it.data.get("reason", ""))}))


def _opened_again(it: Happening) -> Sentence:
    said = _("%(who)s opened what %(code)s finds about %(subject)s again.")
    return Sentence("none", "check", filled(said, {"who": who(it), "code": _code(it), "subject": it.data["subject"]}))


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


def _code(it: Happening) -> Reference:
    code = str(it.data["code"])
    return Reference(code, "check", code)


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "finding.accepted": _accepted,
    "finding.opened-again": _opened_again,
    "check.weighed": _weighed,
}

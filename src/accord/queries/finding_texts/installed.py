"""What only an installation finds, as sentences: answers, realignments, reviews, updates."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Telling


def _process_load(it: Telling) -> str:
    return it.gettext("In %(it)s each person spends %(minutes)s minutes a month on Accord; the limit is %(limit)s.")


def _review_overdue(it: Telling) -> str:
    return it.gettext("%(it)s has published no review for the month that ended on %(month)s.")


def _update_unread(it: Telling) -> str:
    return it.gettext("%(it)s has not acknowledged what %(other)s wrote on %(sent)s, %(days)s days ago.")


def _not_agreed(it: Telling) -> str:
    return it.gettext("Still to answer on “%(it)s”: %(parties)s (%(clauses)s).", clauses=_clauses(it))


def _stale_agreement(it: Telling) -> str:
    return it.gettext("What %(parties)s agreed to on “%(it)s” has changed since (%(clauses)s).", clauses=_clauses(it))


def _open_objection(it: Telling) -> str:
    return it.ngettext(
        "%(parties)s objects to %(clauses)s of “%(it)s”.",
        "%(parties)s object to %(clauses)s of “%(it)s”.",
        len(it.finding.related),
        clauses=_clauses(it),
    )


def _realignment_overdue(it: Telling) -> str:
    return it.ngettext(
        "“%(it)s” was to be agreed again by %(deadline)s, a day ago.",
        "“%(it)s” was to be agreed again by %(deadline)s, %(days)s days ago.",
        it.count("days"),
    )


def _no_signer(it: Telling) -> str:
    return it.gettext("%(it)s is party to agreements, and nobody in it or above it may answer for it.")


def _clauses(it: Telling) -> str:
    numbers = it.finding.facts["clauses"]
    count = len(numbers) if isinstance(numbers, tuple) else 0
    return it.words.ngettext("clause %(numbers)s", "clauses %(numbers)s", count) % {
        "numbers": it.words.every([str(each) for each in numbers] if isinstance(numbers, tuple) else [])
    }


MESSAGES: Mapping[str, Callable[[Telling], str]] = {
    "AL705": _process_load,
    "AL802": _review_overdue,
    "AL803": _update_unread,
    "AL901": _not_agreed,
    "AL902": _stale_agreement,
    "AL903": _open_objection,
    "AL904": _realignment_overdue,
    "AL905": _no_signer,
}

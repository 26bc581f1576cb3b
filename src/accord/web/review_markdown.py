"""A published review as Markdown. What people wrote stays what they wrote: none of it becomes markup."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accord.domain.reviewing import Document, Needed, Result
from accord.web.formatting import day, short_month
from accord.web.quantities import bare
from accord.web.review_form import questions
from accord.web.review_words import confidence_word, review_name, target_of, to_go, value_of
from accord.web.states import HANDOVER

_MARKS = re.compile(r"([\\`*_\[\]<>|~&$!#@])")
_AT_THE_START = re.compile(r"^(\s*)([-+=:]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)


def markdown(document: Document) -> str:
    """The document as it was published, for a wiki or a repository."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def escaped(text: str) -> str:
    """A text in which nothing is markup; its line breaks stay."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(_AT_THE_START.sub(_not_a_mark, _MARKS.sub(r"\\\1", line)) for line in lines)


def _not_a_mark(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark.isdigit() else f"{found[1]}\\{mark}"


def _lines(document: Document) -> Iterator[str]:
    title = document.texts.title
    yield f"# {_one(title or review_name(document))}"
    yield ""
    yield _one(_("%(team)s, %(review)s") % {"team": document.team.name, "review": review_name(document)})
    yield _one(_("%(name)s, %(day)s") % {"name": document.by, "day": day(document.day, year=True)})
    for name, question in questions().items():
        if text := getattr(document.texts, name):
            yield from ("", f"## {question}", "", escaped(text).replace("\n", "\\\n").replace("\\\n\\\n", "\n\n"))
    if document.results:
        yield from ("", f"## {_('Where we are')}", "", *_table(document))
    if document.needs:
        yield from ("", f"## {_('What we need from others')}", "", *(_need(each) for each in document.needs))


def _table(document: Document) -> Iterator[str]:
    before = short_month(document.before) if document.before else _("Before")
    heads = (_("Result"), before, _("Now"), _("Target"), _("Gap"), _("Confidence"))
    yield f"| {' | '.join(map(_cell, heads))} |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for result in document.results:
        yield f"| {' | '.join(map(_cell, _row(result)))} |"


def _row(result: Result) -> tuple[str, ...]:
    title = result.title
    if result.not_agreed_since:
        since = day(result.not_agreed_since, year=True)
        title = _("%(title)s (not agreed since %(day)s)") % {"title": title, "day": since}
    before = "" if result.before is None else bare(result.before, result.unit)
    gap = to_go(result.left, result.gap, result.unit)
    return title, before, value_of(result), target_of(result), gap, confidence_word(result)


def _need(need: Needed) -> str:
    on = need.promised or need.by
    what = f"{need.what}, {day(on, year=True)}" if on else need.what
    return f"- {_cell(need.team.name)}: {_cell(what)} ({_cell(HANDOVER[need.standing].word)})"


def _one(text: str) -> str:
    return escaped(" ".join(text.split()))


def _cell(text: str) -> str:
    return _one(text)

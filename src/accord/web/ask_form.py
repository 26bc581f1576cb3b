"""The answer to a need as its form sends it: what was typed, what it says, and what cannot be taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from accord.queries.asks.asked_things import AskedNeed, Provider
from accord.queries.asks.asks import AsksPage
from accord.services.asks.asks import NewAction
from accord.web.editing.fields import Unreadable, read_day

AS_ASKED, ANOTHER_DAY, DECLINE = "as-asked", "another-day", "decline"
ANSWERS = frozenset({AS_ASKED, ANOTHER_DAY, DECLINE})
NEW = "new action"  # no id has a space
LONGEST = 10_000
FIELDS = ("answer", "provided_by", "promised", "title", "key_result", "word")


@dataclass(slots=True)
class NeedForm:
    """An answer as it was typed. `errors` are by field; a field's input is called after the need and the field."""

    ask: AskedNeed
    typed: Mapping[str, str]
    seen: int
    agrees: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    promised: date | None = None
    provided_by: str | NewAction | None = None

    @property
    def answer(self) -> str:
        return self.typed["answer"]

    def input(self, name: str) -> str:
        """The id of a field's input: many such forms stand on one page."""
        return f"{name}-{self.ask.key}"

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Pairs of an input's id and what is wrong there."""
        return [(self.input(name), wrong) for name, wrong in self.errors.items()]


def given_out(ask: AskedNeed) -> NeedForm:
    """The form as it is given out: nothing is chosen; the day is the one asked for."""
    typed = dict.fromkeys(FIELDS, "")
    first = ask.promise.promised or ask.promise.by
    typed |= {"provided_by": ask.provided_by or "", "promised": first.isoformat() if first else "", "title": ask.what}
    return NeedForm(ask, typed, ask.version)


def taken_back(ask: AskedNeed, post: QueryDict, page: AsksPage) -> NeedForm:
    """The form as somebody sends it, with all that cannot be taken."""
    typed = {name: post.get(name, "") for name in FIELDS}
    seen = post.get("seen", "")
    form = NeedForm(ask, typed, int(seen) if seen.isdecimal() and len(seen) < 10 else 0, post.get("yes") == "yes")
    if len(typed["word"]) > LONGEST:
        form.errors["word"] = _("This is longer than 10,000 characters. Say it more shortly.")
    if form.answer == DECLINE:
        if not typed["word"].strip():
            form.errors.setdefault("word", _("Say why not: it helps them plan."))
    elif form.answer in ANSWERS:
        _read_promise(form, page)
    else:
        form.errors["answer"] = _("Choose one of the three.")
    return form


def _read_promise(form: NeedForm, page: AsksPage) -> None:
    form.promised = form.ask.promise.by if form.answer == AS_ASKED else _day(form)
    if form.promised is None:
        form.errors.setdefault("promised", _("Say for which day."))
    chosen = form.typed["provided_by"]
    if chosen == NEW:
        form.provided_by = _new_action(form, page)
    elif chosen and chosen not in _ids(page.providers, form.ask):
        form.errors["provided_by"] = _("Choose one of the list.")
    else:
        form.provided_by = chosen or None


def _day(form: NeedForm) -> date | None:
    text = form.typed["promised"].strip()
    if not text:
        return None
    try:
        return read_day("promised", text)
    except Unreadable as wrong:
        form.errors["promised"] = wrong.sentence
        return None


def _new_action(form: NeedForm, page: AsksPage) -> NewAction | None:
    title, key_result = form.typed["title"].strip(), form.typed["key_result"]
    if not title:
        form.errors["title"] = _("Say what you will do.")
    elif len(title) > LONGEST:
        form.errors["title"] = _("This is longer than 10,000 characters. Say it more shortly.")
    if key_result not in {each.key for each in page.key_results}:
        form.errors["key_result"] = _("Choose one of your key results.")
    return NewAction(title, key_result, page.team.key)


def _ids(providers: Collection[Provider], ask: AskedNeed) -> set[str]:
    """What may be chosen; also what provides it today, whoever has it by now."""
    return {each.key for each in providers} | ({ask.provided_by} if ask.provided_by else set())


def provider(form: NeedForm, page: AsksPage) -> Provider | None:
    """What was chosen to provide it, for the checks; a new action is due on the day it is promised for."""
    return next((each for each in page.providers if each.key == form.provided_by), None)

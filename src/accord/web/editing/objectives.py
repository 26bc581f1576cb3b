"""The form of a new objective: the objective, what it helps, and its key results with what they need, in one go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accord.queries.definitions import editing
from accord.queries.definitions.choosing import Names
from accord.queries.definitions.editing import Editable
from accord.web.editing import forms
from accord.web.editing.forms import EditForm

MOST_RESULTS, MOST_NEEDS = 12, 12
HELPS = "helps-"
# The fields that a key result and a need have on this form; further ones are on forms of their own.
OF_RESULT = ("metric", "baseline", "target", "due", "title", "completion_criteria", "accountable")
OF_NEED = ("what", "from", "completion_criteria", "by")


@dataclass(slots=True)
class ResultForm:
    """One key result with what it needs. `prefix` is put before the names of its inputs."""

    prefix: str
    form: EditForm
    needs: list[tuple[str, EditForm]]

    @property
    def number(self) -> int:
        """Which block of the form it is; numbers of removed ones are not used again."""
        return int(self.prefix[2:-1])

    @property
    def need_numbers(self) -> list[int]:
        """Which blocks its needs are."""
        return [int(prefix.rsplit("need")[-1][:-1]) for prefix, _need in self.needs]

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything here."""
        return is_blank(self.form) and all(is_blank(need) for _prefix, need in self.needs)


@dataclass(slots=True)
class ObjectiveForm:
    """The whole form."""

    objective: EditForm
    helps: EditForm
    results: list[ResultForm]

    @property
    def errors(self) -> dict[str, str]:
        """What cannot be read, by the input's whole name."""
        found = dict(self.objective.errors)
        found |= {HELPS + name: wrong for name, wrong in self.helps.errors.items()}
        for result in self.results:
            found |= {result.prefix + name: wrong for name, wrong in result.form.errors.items()}
            for prefix, need in result.needs:
                found |= {prefix + name: wrong for name, wrong in need.errors.items()}
        return found

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, with the field and the input that it leads to."""
        found = [*self.objective.problems(), *self.helps.problems(HELPS)]
        for result in self.results:
            found += result.form.problems(result.prefix)
            found += [problem for prefix, need in result.needs for problem in need.problems(prefix)]
        return found

    def problems_so_far(self) -> list[tuple[str, str]]:
        """The problems to tell while somebody still writes."""
        found = [*self.objective.problems_so_far(), *self.helps.problems_so_far(HELPS)]
        return found + [each for prefix, form in self.parts() for each in form.problems_so_far(prefix)]

    def parts(self) -> Iterator[tuple[str, EditForm]]:
        """Its key results and their needs that somebody wrote in, each with the prefix of its inputs."""
        for result in self.results:
            if not result.is_empty:
                yield result.prefix, result.form
                yield from ((prefix, need) for prefix, need in result.needs if need.values)

    def forms(self) -> Iterator[EditForm]:
        """Every form of it."""
        yield self.objective
        yield self.helps
        for result in self.results:
            yield result.form
            yield from (need for _prefix, need in result.needs)


def given_out(thing: Editable, helps: Editable, names: Names) -> ObjectiveForm:
    """An empty form with one key result and one need to write in; `helps` is the contribution that goes with it."""
    return ObjectiveForm(forms.given_out(thing, names), forms.given_out(helps, names), [_new_result(thing, 1, names)])


def taken_back(thing: Editable, post: QueryDict, names: Names) -> ObjectiveForm:
    """The form as it was sent; rows nobody wrote in are left out of what is read."""
    results = [_result(thing, number, post, names) for number in _numbers(post.get("results", ""), MOST_RESULTS)]
    helps = forms.taken_back(editing.within(thing, "contribution"), post, names, HELPS)
    form = ObjectiveForm(forms.taken_back(thing, post, names), helps, results)
    for each in (form.helps, *(result.form for result in results)):
        if is_blank(each):
            each.errors.clear()
            each.values.clear()
    return form


def with_more(form: ObjectiveForm, asked: str, thing: Editable, names: Names) -> ObjectiveForm:
    """One more key result (`result`) or one more need of a key result (its prefix)."""
    if asked == "result" and len(form.results) < MOST_RESULTS:
        used = max((result.number for result in form.results), default=0)
        return replace(form, results=[*form.results, _new_result(thing, used + 1, names)])
    for result in form.results:
        if result.prefix == asked and len(result.needs) < MOST_NEEDS:
            used = max(result.need_numbers, default=0)
            result.needs.append(_new_need(thing, result.prefix, used + 1, names))
    return form


def without(form: ObjectiveForm, prefix: str) -> ObjectiveForm:
    """Without one key result."""
    return replace(form, results=[result for result in form.results if result.prefix != prefix])


def stated(form: EditForm) -> dict[str, Any]:
    """What somebody wrote in it; what was left empty is left out."""
    return {name: value for name, value in form.values.items() if value is not None and value != []}


def asks(form: ObjectiveForm) -> dict[str, Any]:
    """Whom it asks, as it is written: the teams (ids) something is needed from, and the key result it helps."""
    needs = [need for result in form.results for _prefix, need in result.needs]
    teams = {need.values["from"] for need in needs if need.values.get("from")}
    return {"needed_from": teams, "helps": form.helps.values.get("key_result")}


def place_of(form: ObjectiveForm, at: int) -> EditForm:
    """The form in which the thing was written that stands at this place of what is saved."""
    places = [form.objective]
    if form.helps.values:
        places.append(form.helps)
    for result in form.results:
        if not result.is_empty:
            places += [result.form, *(need for _prefix, need in result.needs if need.values)]
    return places[at]


def is_blank(form: EditForm) -> bool:
    """Whether nobody wrote anything in it."""
    return not any(text.strip() for texts in form.typed.values() for text in texts)


def _result(thing: Editable, number: int, post: QueryDict, names: Names) -> ResultForm:
    prefix = f"kr{number}-"
    form = forms.taken_back(editing.within(thing, "key_result"), post, names, prefix)
    needs = []
    for each in _numbers(post.get(f"{prefix}needs", ""), MOST_NEEDS):
        at = f"{prefix}need{each}-"
        need = forms.taken_back(editing.within(thing, "need"), post, names, at)
        if is_blank(need):
            need.errors.clear()
            need.values.clear()
        needs.append((at, need))
    _give_title(form, names)
    return ResultForm(prefix, form, needs)


def _give_title(form: EditForm, names: Names) -> None:
    """A key result that says what it measures, from where to where, needs no title of its own."""
    metric = form.values.get("metric")
    if form.errors.get("title") and not form.text("title").strip() and metric:
        name = names.learn({"metric": {metric}}).called("metric", metric)
        start, target = form.text("baseline"), form.text("target")
        del form.errors["title"]
        if start and target:
            form.values["title"] = _("%(metric)s from %(start)s to %(target)s") % {
                "metric": name, "start": start, "target": target,
            }  # fmt: skip
        else:
            form.values["title"] = name


def _new_result(thing: Editable, number: int, names: Names) -> ResultForm:
    prefix = f"kr{number}-"
    form = forms.given_out(editing.within(thing, "key_result"), names)
    return ResultForm(prefix, form, [_new_need(thing, prefix, 1, names)])


def _new_need(thing: Editable, prefix: str, number: int, names: Names) -> tuple[str, EditForm]:
    return f"{prefix}need{number}-", forms.given_out(editing.within(thing, "need"), names)


def _numbers(text: str, most: int) -> list[int]:
    """Numbers of the blocks that the form had: '1 2 4'."""
    found = [int(each) for each in text.split()[:most] if each.isdecimal() and len(each) < 4]
    return list(dict.fromkeys(found))

"""What the checks say while somebody writes: a sentence with how grave it is. It never stops anybody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from accord.domain.checks.finding import Finding, Ref, Severity
from accord.queries.check_opinion import check_settings
from accord.queries.cycles import beside
from accord.queries.finding_texts.messages import message
from accord.queries.finding_texts.words import Words
from accord.queries.guidance import Guidance, guidance, guidance_of_new
from accord.web import formatting
from accord.web.editing import objectives
from accord.web.editing.forms import EditForm
from accord.web.editing.objectives import ObjectiveForm
from accord.web.request import today
from accord.web.states import FINDING, Look

if TYPE_CHECKING:
    from accord.models import Cycle


# The field beside which a finding is said; the others stand beside the form.
BESIDE: Mapping[tuple[str, str], str] = {
    ("key_result", "AL101"): "completion_criteria",
    ("key_result", "AL102"): "metric",
    ("key_result", "AL105"): "baseline",
    ("key_result", "AL106"): "target",
    ("key_result", "AL110"): "milestone",
    ("key_result", "AL201"): "accountable",
    ("key_result", "AL202"): "decomposition",
    ("key_result", "AL206"): "accountable",
    ("action", "AL203"): "responsible",
    ("action", "AL204"): "due",
    ("action", "AL205"): "responsible",
    ("need", "AL301"): "completion_criteria",
    ("need", "AL302"): "by",
    ("need", "AL304"): "by",
    ("metric", "AL103"): "definition",
    ("metric", "AL104"): "source",
    ("milestone", "AL107"): "definition",
}
# What the form of a new objective asks of its key results and needs; "" are findings that belong to no field.
ASKED_OF_NEW = frozenset({"", *objectives.OF_RESULT, *objectives.OF_NEED})


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it is said; `field` is the one it stands beside, if it belongs to one."""

    code: str  # of what the checks find; nothing where no check says it
    look: Look
    sentence: str
    field: str = ""


def of(form: EditForm, cycle: "Cycle") -> list[Said]:
    """What the checks say of what is being written; nothing of a thing nobody has begun to write."""
    if form.thing.kind == "cycle":
        return _running_beside(form)
    if form.thing.id is None and not form.values and form.thing.kind != "objective":
        return []
    return _beside(form, guidance(form.thing, cycle, form.values, today=today()))


def of_new(form: ObjectiveForm, cycle: "Cycle") -> dict[str, list[Said]]:
    """What the checks say of a new objective and of each key result and need that somebody has begun to write, by the
    prefix of its inputs. What stands on another form is said there.
    """
    written = {"": form.objective} | {prefix: each for prefix, each in form.parts() if each.values}
    found = guidance_of_new(
        form.objective.thing, cycle, {prefix: each.values for prefix, each in written.items()}, today=today()
    )
    told = {prefix: _beside(each, found[prefix]) for prefix, each in written.items()}
    return {prefix: [each for each in said if each.field in ASKED_OF_NEW] for prefix, said in told.items()}


def _running_beside(form: EditForm) -> list[Said]:
    """Cycles of one level that share days with the one on the form: allowed, and worth a look."""
    fields = {**form.thing.fields, **form.values}
    start, end = fields.get("start"), fields.get("end")
    if not start or not end or end < start:
        return []
    sentence = _("%(cycle)s shares days with it: %(start)s to %(end)s. Both may run.")
    return [
        Said(
            "",
            FINDING["info"],
            sentence % {"cycle": each.name, "start": formatting.day(each.start), "end": formatting.day(each.end)},
            "start" if each.start < start else "end",
        )
        for each in beside(form.thing.id or "", start, end, fields.get("parent"))
    ]


def _beside(form: EditForm, found: Guidance) -> list[Said]:
    """Each finding with the field that it stands beside."""
    told = said(found.findings, lambda ref: found.names.get(ref, ref.id))
    return [replace(each, field=BESIDE.get((form.thing.kind, each.code), "")) for each in told]


def said(found: Iterable[Finding], name_of: Callable[[Ref], str]) -> list[Said]:
    """Findings, the gravest first, as grave as they are in this organization; what is off here is not said."""
    order, opinion = list(Severity), check_settings().opinion
    words = Words(translation, name_of, formatting.day)
    counting = (each for each in found if each.code not in opinion.off)
    grave = sorted(counting, key=lambda each: order.index(opinion.severity_of(each.code)))
    return [Said(each.code, FINDING[opinion.severity_of(each.code).value], message(each, words)) for each in grave]

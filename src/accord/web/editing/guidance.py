"""What the checks say while somebody writes: a sentence with how grave it is. It never stops anybody."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.domain.checks.finding import Finding, Ref, Severity
from accord.domain.checks.opinion import Opinion
from accord.queries.cycles.cycles import beside
from accord.queries.finding_texts.messages import message
from accord.queries.finding_texts.words import Words
from accord.queries.findings.findings_near import opinion
from accord.queries.findings.guidance import OF_PEOPLE, Guidance, guidance, guidance_of_new
from accord.queries.findings.weighing import LivedWith
from accord.web import formatting
from accord.web.editing import objectives
from accord.web.editing.forms import EditForm
from accord.web.editing.objectives import HELPS, ObjectiveForm
from accord.web.request import today
from accord.web.states import FINDING, Look

if TYPE_CHECKING:
    from accord.models import Cycle


# The field beside which a finding is said; the others stand beside the form.
BESIDE: Mapping[tuple[str, str], str] = {
    ("objective", "AL501"): "not_strategic_because",
    ("key_result", "AL101"): "completion_criteria",
    ("key_result", "AL102"): "metric",
    ("key_result", "AL103"): "metric",
    ("key_result", "AL104"): "metric",
    ("key_result", "AL105"): "baseline",
    ("key_result", "AL106"): "target",
    ("key_result", "AL107"): "milestone",
    ("key_result", "AL110"): "milestone",
    ("key_result", "AL201"): "accountable",
    ("key_result", "AL202"): "decomposition",
    ("key_result", "AL204"): "due",
    ("key_result", "AL206"): "accountable",
    ("key_result", "AL306"): "due",
    ("key_result", "AL403"): "target",
    ("action", "AL203"): "responsible",
    ("action", "AL204"): "due",
    ("action", "AL205"): "responsible",
    ("action", "AL303"): "team",
    ("action", "AL306"): "due",
    ("need", "AL301"): "completion_criteria",
    ("need", "AL302"): "by",
    ("need", "AL303"): "from",
    ("need", "AL304"): "by",
    ("contribution", "AL403"): "share",
    ("metric", "AL103"): "definition",
    ("metric", "AL104"): "source",
    ("metric", "AL108"): "name",
    ("milestone", "AL107"): "definition",
    ("milestone", "AL108"): "name",
    ("milestone", "AL110"): "date",
    ("milestone", "AL306"): "date",
    ("strategic_goal", "AL502"): "horizon",
}
# What the form of a new objective asks of each kind of thing.
ASKED_OF_NEW: Mapping[str, tuple[str, ...]] = {
    "objective": ("title", "serves"),
    "contribution": ("key_result", "share"),
    "key_result": objectives.OF_RESULT,
    "need": objectives.OF_NEED,
}
MOST = 3  # lines of one code


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it is said; `field` is the one it stands beside, if it belongs to one."""

    code: str  # of what the checks find; nothing where no check says it
    look: Look
    sentence: str
    field: str = ""
    is_mended: bool = False
    accepted: LivedWith | None = None


def of(form: EditForm, cycle: "Cycle") -> list[Said]:
    """What the checks say of what is being written; nothing of a thing nobody has begun to write."""
    thing = form.thing
    if thing.kind in OF_PEOPLE or (thing.id is None and not form.values and thing.kind != "objective"):
        return []
    on_form = [each.name for each in form.sheet.fields if form.may(each)]
    found = guidance(thing, cycle, form.values, on_form=on_form, today=today())
    running = _running_beside(form) if thing.kind == "cycle" else []
    return [*running, *_beside(form, found)]


def of_new(form: ObjectiveForm, cycle: "Cycle") -> dict[str, list[Said]]:
    """What the checks say of a new objective and of each key result and need that somebody has begun to write, by the
    prefix of its inputs. What stands on another form is said there; what belongs to no field, with the objective.
    """
    written = {"": form.objective} | {prefix: each for prefix, each in form.parts() if each.values}
    if form.helps.values.get("key_result"):
        written[HELPS] = form.helps
    typed = {prefix: each.values for prefix, each in written.items()}
    found = guidance_of_new(form.objective.thing, cycle, typed, on_form=ASKED_OF_NEW, today=today())
    told = {prefix: _beside(each, found[prefix]) for prefix, each in written.items()}
    at_fields = {
        prefix: [each for each in said if each.field in ASKED_OF_NEW[written[prefix].thing.kind]]
        for prefix, said in told.items()
    }
    apart = [each for prefix, said in told.items() for each in said if not each.field or not prefix]
    return at_fields | {"": [replace(each, field="") for each in apart]}


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
    kind = form.thing.kind

    def name_of(ref: Ref) -> str:
        return found.names.get(ref) or (_new_ones().get(ref.kind, ref.id) if ref.id.startswith("-") else ref.id)

    told = _told(found.findings, name_of, found.opinion, found.accepted)
    mended = [replace(each, is_mended=True) for each in _told(found.mended, name_of, found.opinion, {})]
    return [replace(each, field=BESIDE.get((kind, each.code), "")) for each in (*told, *mended)]


def said(found: Iterable[Finding], name_of: Callable[[Ref], str]) -> list[Said]:
    """Findings, the gravest first, as grave as they are in this organization; what is off here is not said."""
    return _told(found, name_of, opinion(), {})


def _told(
    found: Iterable[Finding],
    name_of: Callable[[Ref], str],
    holding: Opinion,
    accepted: Mapping[tuple[str, str], LivedWith],
) -> list[Said]:
    order, words = list(Severity), Words(translation, name_of, formatting.day)
    counting = (each for each in found if each.code not in holding.off)
    grave = sorted(counting, key=lambda each: order.index(holding.severity_of(each.code)))
    count = Counter(each.code for each in grave)
    told: list[Said] = []
    shown: Counter[str] = Counter()
    for each in grave:
        look = FINDING[holding.severity_of(each.code).value]
        shown[each.code] += 1
        if shown[each.code] <= MOST:
            how = accepted.get((each.code, each.subject.id))
            told.append(Said(each.code, look, message(each, words), accepted=how))
        elif shown[each.code] == count[each.code]:
            more = count[each.code] - MOST
            told.append(Said(each.code, look, ngettext("And one more.", "And %(num)s more.", more) % {"num": more}))
    return told


def _new_ones() -> Mapping[str, str]:
    """What a thing is called that has no name yet."""
    return {
        "objective": _("New objective"),
        "key_result": _("New key result"),
        "action": _("New action"),
        "need": _("New need"),
        "metric": _("New metric"),
        "milestone": _("New milestone"),
        "cycle": _("New cycle"),
        "strategic_goal": _("New strategic goal"),
    }

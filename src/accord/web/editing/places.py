"""Where a thing stands among the pages: what leads to its form, and where one goes from there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accord.queries.definitions.editing import Editable

if TYPE_CHECKING:
    from accord.models import Cycle

DROPPED = frozenset({"objective", "key_result", "action", "need", "contribution", "strategic_goal"})
REGISTRY = frozenset({"metric", "milestone"})
PEOPLE = frozenset({"person", "team"})

Way = list[tuple[str, str]]  # words and address


def heading(thing: Editable) -> str:
    """What the page is called."""
    if thing.id is None:
        return {
            "objective": _("New objective"),
            "key_result": _("New key result"),
            "action": _("New action"),
            "need": _("Ask another team for something"),
            "contribution": _("Contribute to a key result"),
            "metric": _("New metric"),
            "milestone": _("New milestone"),
            "cycle": _("Open a cycle"),
            "strategic_goal": _("New strategic goal"),
            "person": _("New person"),
            "team": _("New team"),
        }[thing.kind]
    return {
        "objective": _("Change the objective"),
        "key_result": _("Change the key result"),
        "action": _("Change the action"),
        "need": _("Change what is needed"),
        "contribution": _("Change the contribution"),
        "metric": _("Change the metric"),
        "milestone": _("Change the milestone"),
        "cycle": _("Change the cycle and its brief"),
        "strategic_goal": _("Change the strategic goal"),
        "person": _("Change the person"),
        "team": _("Change the team"),
    }[thing.kind]


def lede(thing: Editable) -> str:
    """One line under it: what is changed, or what the new thing stands under and what comes of it."""
    objective = thing.where.objective.title if thing.where.objective else ""
    if thing.id is not None:
        return objective if thing.kind == "contribution" else thing.title
    if thing.kind == "key_result":
        return objective
    if thing.kind == "action" and thing.where.key_result:
        return thing.where.key_result.title
    return _what_comes_of().get(thing.kind, "") % {"objective": objective}


def _what_comes_of() -> Mapping[str, str]:
    """What comes of something new, by its kind."""
    entry = _("One name, one meaning, for everybody who counts it.")
    return {
        "need": _("They promise a date and say what provides it, or say no with a reason."),
        "contribution": _("With ‘%(objective)s’. It counts once the key result’s team accepts it."),
        "cycle": _("Everybody reads its brief before writing. Leads are told that it is open."),
        "team": _("Its own people write its plan; whoever leads it answers for it."),
        "person": _("Whoever has an account with this e-mail is this person."),
        "metric": entry,
        "milestone": entry,
    }


def back(thing: Editable, cycle: "Cycle") -> Way:
    """The way down to the thing; the last of it is where one came from."""
    if thing.kind in REGISTRY:
        listing = (
            (_("Metrics"), reverse("metrics")) if thing.kind == "metric" else (_("Milestones"), reverse("milestones"))
        )
        return [listing, *([(thing.title, reverse(thing.kind, kwargs={"key": thing.id}))] if thing.id else [])]
    if thing.kind == "cycle":
        there = [(cycle.name, reverse("cycle", kwargs={"cycle": cycle.key}))] if thing.id else []
        return [(_("Cycles"), reverse("cycles")), *there]
    if thing.kind in PEOPLE:
        there = [(thing.title, _page(thing.kind, thing.id, cycle))] if thing.id else []
        return [(_("Directory"), reverse("directory")), *there]
    if thing.kind == "strategic_goal":
        there = [(thing.title, reverse("strategic_goal", kwargs={"key": thing.id}))] if thing.id else []
        return [(_("Strategic goals"), reverse("strategic_goals")), *there]
    way: Way = []
    if thing.where.team:
        way.append((thing.where.team.name, reverse("team", kwargs={"cycle": cycle.key, "key": thing.where.team.key})))
    if thing.where.key_result:
        title, key = thing.where.key_result.title, thing.where.key_result.key
        way.append((title, reverse("key_result", kwargs={"cycle": cycle.key, "key": key})))
    elif thing.kind == "key_result" and thing.id:
        way.append((thing.title, reverse("key_result", kwargs={"cycle": cycle.key, "key": thing.id})))
    return way


def after(thing: Editable, cycle: "Cycle", change: int | None) -> str:
    """Where one goes once it is saved, with what to say there."""
    page = back(thing, cycle)[-1][1]
    return f"{page}?{urlencode({'saved': change or 'yes'})}"


def opened(made: Sequence[tuple[str, str]], cycle: "Cycle") -> str:
    """The page of what was just made and has one of its own: a cycle, a person, a team, an entry of the registry; else
    nothing.
    """
    for kind, key in made:
        if kind in PEOPLE:
            return f"{_page(kind, key, cycle)}?saved=yes"
        if kind == "cycle":
            return f"{reverse('cycle', kwargs={'cycle': key})}?saved=opened"
        if kind in REGISTRY:
            return f"{reverse(kind, kwargs={'key': key})}?saved=yes"
    return ""


def _page(kind: str, key: str, cycle: "Cycle") -> str:
    return reverse(kind, kwargs={"key": key} | ({"cycle": cycle.key} if kind == "team" else {}))


def address(route: str, thing: Editable, cycle: "Cycle") -> str:
    """The address of a form of the thing: edit, drop, restore."""
    slug = thing.kind.replace("_", "-")
    if thing.kind in REGISTRY | PEOPLE | {"strategic_goal"}:
        return reverse(f"{route}_definition", kwargs={"kind": slug, "key": thing.id})
    return reverse(route, kwargs={"cycle": cycle.key, "kind": slug, "key": thing.id})

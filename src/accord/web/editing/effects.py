"""What saving would do, as it is told before it is saved: whose yes it undoes, who is asked, what is wording only."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.domain.plan import PROVIDERS_WORD
from accord.domain.plan_changes import FieldChange
from accord.domain.wording import WORDED_FIELDS
from accord.queries.definitions import editing
from accord.queries.names import TeamName
from accord.queries.sentences.sentences import clauses
from accord.services.definitions import definitions
from accord.services.definitions.definitions import (
    ChangeRefused,
    Create,
    CycleClosed,
    Edit,
    Invalid,
    NotWordingOnly,
    Saying,
)
from accord.services.definitions.previews import Agreed, Part, Preview
from accord.services.telling.events import Actor
from accord.web import formatting
from accord.web.editing import wrongs
from accord.web.editing.forms import EditForm
from accord.web.editing.guidance import Said, said

if TYPE_CHECKING:
    from accord.models import Cycle

REFUSALS = (ChangeRefused, CycleClosed, Invalid, NotWordingOnly)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Touched:
    """One agreement with the clauses in question, in words, and the teams they are asked of."""

    key: str
    title: str
    clauses: str
    teams: Sequence[TeamName] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that changes: whether it is wording only by itself, and why a mark that it is cannot be taken."""

    field: str
    label: str
    is_editorial: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that is told; `token` is the same as long as it would be told the same.

    `unsaid` is what a team had said to a need that is asked of another one now.
    """

    headline: str
    stale: Sequence[Touched] = ()
    asked: Sequence[Touched] = ()
    again: Sequence[Touched] = ()
    ended: Sequence[Touched] = ()
    unsaid: Sequence[str] = ()
    wording: Sequence[Wording] = ()
    yes: str = ""
    appear: Sequence[Said] = ()
    go: Sequence[Said] = ()
    token: str = ""

    @property
    def touches(self) -> bool:
        """Whether any agreement is touched."""
        return bool(self.stale or self.asked or self.again or self.ended or self.unsaid)

    @property
    def must_be_seen(self) -> bool:
        """Whether it undoes something that somebody said yes to: then it is shown before it is done."""
        return bool(self.stale or self.ended or self.unsaid)


def edits(form: EditForm) -> list[Saying]:
    """What the form says, in the words of a save."""
    thing, values = form.thing, form.values
    if thing.id is not None:
        return [Edit(thing.kind, thing.id, values, form.seen, form.wording_only & values.keys())]
    said = {name: value for name, value in values.items() if value is not None and value != []}
    if thing.kind == "contribution":
        helped = said.pop("key_result")
        return [Create("contribution", f"{thing.known['objective']}>{helped}", said)]
    return [Create(thing.kind, None, {**thing.known, **said}, draft=thing.is_draft)]


def of(form: EditForm, cycle: "Cycle", *, by: Actor, clock: Clock) -> Effects:
    """What saving this form would do. Raises what saving it would raise, but for a mark of wording not taken."""
    preview = definitions.preview(cycle, edits(form), by=by, clock=clock, agree=form.agrees)
    return told(preview, form)


def told(preview: Preview, form: EditForm | None = None) -> Effects:
    """A preview in the words of the page."""
    parts = [*preview.stale, *preview.asked, *preview.agreed]
    teams = editing.team_names({part.team for part in parts})
    stale = _touched([part for part in preview.stale if part not in set(preview.agreed)], teams)
    undone = set(preview.stale)
    unsaid = list(_unsaid([each.change for each in preview.told]))
    return Effects(
        headline=_headline(preview, stale),
        stale=stale,
        asked=_touched([part for part in preview.asked if part not in undone], teams),
        again=_touched(preview.again, {}),
        ended=[Touched(each.key_result, each.title, "") for each in preview.ended],
        unsaid=unsaid,
        wording=_wording(preview, form) if form else [],
        yes=_yes(preview, teams, form),
        **_further(preview),
        token=_token(preview, unsaid),
    )


def sentences(form: EditForm, refusal: Exception) -> dict[str, str]:
    """Why it cannot be saved, by input; an empty name for what belongs to none."""
    match refusal:
        case Invalid():
            return wrongs.at_inputs(form.thing.kind, (each.wrong for each in refusal.values))
        case NotWordingOnly():
            return {each.field: wrongs.mark_refused(each.refusal) for each in refusal.marks}
        case _:
            return {"": why(refusal)}


def why(refusal: Exception) -> str:
    """Why something cannot be saved, in one sentence."""
    match refusal:
        case Invalid():
            first = refusal.values[0]
            return wrongs.sentence(first.kind, first.wrong)
        case CycleClosed():
            return _("This cycle is closed. What was agreed in it stays as it is.")
        case _:
            return _("Some of this is another team’s to write. Nothing was saved.")


def _further(preview: Preview) -> dict[str, list[Said]]:
    """What comes of it for dates and sums: findings that appear or get worse, and those that go."""
    told = preview.chain.consequences() if preview.chain else None
    if preview.chain is None or told is None:
        return {}
    name_of = preview.chain.name_of
    return {
        "appear": said([*told.appear, *told.worse], name_of),
        "go": [replace(each, is_mended=True) for each in said(told.go, name_of)],
    }


def _touched(parts: Iterable[Part], teams: Mapping[str, TeamName]) -> list[Touched]:
    grouped: dict[Agreed, list[Part]] = {}
    for part in parts:
        grouped.setdefault(part.agreement, []).append(part)
    return [
        Touched(
            agreement.key_result,
            agreement.title,
            clauses(sorted({part.clause.number for part in held})),
            [teams[team] for team in sorted({part.team for part in held}) if team in teams],
        )
        for agreement, held in grouped.items()
    ]


def _headline(preview: Preview, stale: Sequence[Touched]) -> str:
    if stale:
        teams = len({part.team for part in preview.stale} - {part.team for part in preview.agreed})
        agreements = ngettext("One agreement goes stale", "%(num)s agreements go stale", len(stale))
        asked = ngettext("one team is asked again", "%(num)s teams are asked again", teams)
        return f"{agreements % {'num': len(stale)}}; {asked % {'num': teams}}"
    if preview.opened:
        return ngettext("It opens an agreement", "It opens %(num)s agreements", len(preview.opened)) % {
            "num": len(preview.opened)
        }
    if preview.ended:
        return ngettext("An agreement ends", "%(num)s agreements end", len(preview.ended)) % {"num": len(preview.ended)}
    if preview.asked:
        return _("Teams are asked for their answer")
    return _("What was agreed holds")


def _unsaid(changes: Sequence[FieldChange]) -> Iterator[str]:
    turned = [each for each in changes if (each.kind, each.field) == ("need", "from")]
    teams = editing.team_names({team for each in turned for team in (each.before, each.after)})
    for each in turned:
        said = [c for c in changes if (c.kind, c.id) == ("need", each.id) and c.field in PROVIDERS_WORD]
        ended = {c.field: c.before for c in said if c.after is None}
        if ended:
            yield _unsaid_by(teams[each.before].name, teams[each.after].name, ended)


def _unsaid_by(team: str, other: str, ended: Mapping[str, Any]) -> str:
    names = {"team": team, "other": other}
    if "delivered" in ended:
        names["day"] = formatting.day(ended["delivered"])
        return _("What %(team)s delivered on %(day)s no longer counts here. %(other)s is asked for it.") % names
    if "promised" in ended:
        names["day"] = formatting.day(ended["promised"])
        return _("The promise of %(team)s for %(day)s ends. It is not a promise of %(other)s.") % names
    if "declined" in ended:
        return _("The no of %(team)s ends. %(other)s has not said no.") % names
    return _("What %(team)s named to provide it no longer counts. %(other)s is asked for it.") % names


def _wording(preview: Preview, form: EditForm) -> list[Wording]:
    """The texts that changed, of things that others see already."""
    if form.thing.is_draft:
        return []
    refused = {each.field: wrongs.mark_refused(each.refusal) for each in preview.unwording}
    return [
        Wording(
            each.change.field,
            wrongs.label(form.thing.kind, each.change.field),
            not each.substantive and each.change.field not in form.wording_only,
            refused.get(each.change.field, ""),
        )
        for each in preview.told
        if (each.change.kind, each.change.field) in WORDED_FIELDS
        and isinstance(each.change.before, str)
        and isinstance(each.change.after, str)
    ]


def _yes(preview: Preview, teams: Mapping[str, TeamName], form: EditForm | None) -> str:
    """The yes that comes with it, as it stands beside its tick."""
    if form is not None and not form.agrees:
        return _("This is our yes to it too")
    own = sorted({part.team for part in preview.agreed})
    if not own:
        return ""
    names = formatting.listed([teams[team].name for team in own if team in teams])
    found = _touched(preview.agreed, {})
    if len(found) == 1:
        return _("This is %(teams)s’s yes to %(clauses)s of %(title)s too") % {
            "teams": names, "clauses": found[0].clauses, "title": found[0].title,
        }  # fmt: skip
    return _("This is %(teams)s’s yes in %(number)s agreements too") % {"teams": names, "number": len(found)}


def _token(preview: Preview, unsaid: Sequence[str]) -> str:
    """Told again where it would undo, or ask for, something else."""
    seen: list[Any] = [(p.agreement.key_result, p.team, p.clause.number) for p in (*preview.stale, *preview.asked)]
    seen += [*(each.key_result for each in (*preview.opened, *preview.ended)), *unsaid]
    return sha256(repr(sorted(map(str, seen))).encode()).hexdigest()[:16]

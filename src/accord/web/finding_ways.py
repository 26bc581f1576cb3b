"""Where a finding leads: the page on which it is mended, by those who may, or seen, by everybody else."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accord.domain.checks.finding import Kind, Ref
from accord.queries.findings.found_rows import FoundRow
from accord.web.addresses import url


class Way(NamedTuple):
    """A button: what it says and where it leads."""

    label: str
    href: str


class Found(NamedTuple):
    """A finding on a page of a cycle (its id), the reader's teams (ids), and whether what it is about is theirs."""

    row: FoundRow
    cycle: str
    own: frozenset[str] = frozenset()
    writes: bool = False

    @property
    def id(self) -> str:
        """The subject's id."""
        return self.row.finding.subject.id

    @property
    def key_result(self) -> str:
        """The id of the key result that the subject is, or is under."""
        return self.row.key_result or self.id

    def related(self, kind: Kind, place: int = 0) -> Ref | None:
        """One of the related things of a kind."""
        some = [ref for ref in self.row.finding.related if ref.kind is kind]
        return some[place] if place < len(some) else None


def way(found: Found, *, realignment: int | None = None) -> Way:
    """The page that mends a finding; what one change undid has its realignment."""
    if realignment is not None:
        return Way(_("See what changed"), url("realignment", number=realignment))
    return WAYS.get(found.row.finding.code, _to_subject)(found)


def _to_subject(found: Found) -> Way:
    """The form of the thing itself, or its page."""
    kind = found.row.finding.subject.kind
    if found.writes and kind in {Kind.KEY_RESULT, Kind.ACTION, Kind.NEED, Kind.OBJECTIVE}:
        slug = kind.value.replace("_", "-")
        return Way(_("Change it"), url("edit", cycle=found.cycle, kind=slug, key=found.id))
    if found.writes and kind in {Kind.METRIC, Kind.MILESTONE}:
        return Way(_("Change it"), url("edit_definition", kind=kind.value, key=found.id))
    return PAGES[kind](found)


def _to_key_result(found: Found) -> Way:
    return Way(_("Open the result"), url("key_result", cycle=found.cycle, key=found.key_result))


def _to_objective(found: Found) -> Way:
    return Way(_("Open the cascade"), url("cascade_objective", cycle=found.cycle, key=found.row.objective or found.id))


def _to_metric(found: Found) -> Way:
    return Way(_("Open the metric"), url("metric", key=found.id))


def _to_milestone(found: Found) -> Way:
    return Way(_("Open the milestone"), url("milestone", key=found.id))


def _to_person(found: Found) -> Way:
    return Way(_("See all they carry"), url("person", key=found.id))


def _to_team(found: Found) -> Way:
    return Way(_("Open the team"), url("team", cycle=found.cycle, key=found.id))


def _to_goal(found: Found) -> Way:
    return Way(_("Open the goal"), url("strategic_goal", key=found.id))


def _to_cycle(found: Found) -> Way:
    if found.writes:
        return Way(_("Write the brief"), url("edit", cycle=found.cycle, kind="cycle", key=found.id))
    return Way(_("Open the brief"), url("cycle", cycle=found.cycle))


def _to_two_teams(found: Found) -> Way:
    """The form of the answer, for those who give and have not answered; for others the page of the two teams."""
    giver = found.related(Kind.TEAM)
    if giver is not None and giver.id in found.own and _is_unanswered(found):
        answering = f"{url('asks', cycle=found.cycle, key=giver.id)}?{urlencode({'change': found.id})}"
        return Way(_("Answer it"), f"{answering}#need-{found.id}")
    if found.row.team is None or giver is None or giver.id == found.row.team.key:
        return _to_key_result(found)
    return Way(_("Open both sides"), url("two_teams", cycle=found.cycle, team=found.row.team.key, other=giver.id))


def _is_unanswered(found: Found) -> bool:
    """Whether a need has no promise, or nothing that provides it, and no no: the team that gives can mend it."""
    return found.row.finding.facts.get("why") == "nothing" or found.row.finding.code == "AL308"


def _to_handover(found: Found) -> Way:
    if not found.writes:
        return _to_key_result(found)
    return Way(_("Answer it"), url("handover", cycle=found.cycle, key=found.id))


def _to_metric_below(found: Found) -> Way:
    metric = found.related(Kind.METRIC)
    return Way(_("Open the metric"), url("metric", key=metric.id)) if metric else _to_key_result(found)


def _to_supporters(found: Found) -> Way:
    if found.row.finding.code == "AL401":
        return Way(_("Help with it"), url("help_with", cycle=found.cycle, key=found.id))
    return _to_objective(found)


def _to_contribution(found: Found) -> Way:
    """The form of the answer, for the team that is asked to accept; for others the key result."""
    result, asked = found.related(Kind.KEY_RESULT), found.row.finding.facts.get("team")
    if result is not None and isinstance(asked, Ref) and asked.id in found.own:
        return Way(_("Answer it"), f"{url('asks', cycle=found.cycle, key=asked.id)}#gives-{found.id}-{result.id}")
    return Way(_("Open the result"), url("key_result", cycle=found.cycle, key=result.id if result else found.id))


def _to_check_in(found: Found) -> Way:
    if found.writes:
        return Way(_("Check in"), url("check_in", cycle=found.cycle, key=found.id))
    return _to_key_result(found)


def _to_reviews(found: Found) -> Way:
    if found.writes and found.row.finding.code == "AL802":
        return Way(_("Write it"), url("review_writing", cycle=found.cycle, key=found.id))
    of = found.related(Kind.TEAM)
    return Way(_("Open the reviews"), url("reviews", cycle=found.cycle, key=of.id if of else found.id))


def _to_update(found: Found) -> Way:
    """What was written to the team; for others, and where it was found before its number was kept, the reviews."""
    number = found.row.finding.facts.get("update")
    if isinstance(number, int) and found.id in found.own:
        return Way(_("Read it"), url("update", number=number))
    return _to_reviews(found)


def _to_agreement(found: Found) -> Way:
    return Way(_("Open the agreement"), url("agreement", cycle=found.cycle, key=found.id))


PAGES: Mapping[Kind, Callable[[Found], Way]] = {
    Kind.KEY_RESULT: _to_key_result,
    Kind.ACTION: _to_key_result,
    Kind.NEED: _to_key_result,
    Kind.OBJECTIVE: _to_objective,
    Kind.METRIC: _to_metric,
    Kind.MILESTONE: _to_milestone,
    Kind.PERSON: _to_person,
    Kind.TEAM: _to_team,
    Kind.STRATEGIC_GOAL: _to_goal,
    Kind.CYCLE: _to_cycle,
}
WAYS: Mapping[str, Callable[[Found], Way]] = {
    "AL303": _to_two_teams,
    "AL304": _to_two_teams,
    "AL308": _to_two_teams,
    "AL309": _to_handover,
    "AL401": _to_supporters,
    "AL403": _to_supporters,
    "AL404": _to_contribution,
    "AL405": _to_objective,
    "AL503": _to_cycle,
    "AL601": _to_metric,
    "AL602": _to_metric_below,
    "AL603": _to_metric_below,
    "AL604": _to_metric,
    "AL701": _to_team,
    "AL702": _to_objective,
    "AL801": _to_check_in,
    "AL802": _to_reviews,
    "AL803": _to_update,
    "AL901": _to_agreement,
    "AL902": _to_agreement,
    "AL903": _to_agreement,
    "AL904": _to_agreement,
}

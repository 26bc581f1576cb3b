"""Who owns what a part of the definitions speaks of: the teams that can mend what somebody objects to."""

import json
from collections.abc import Iterable

from accord.domain.clauses import Clause
from accord.models import Content, Metric, Milestone, Party, Team
from accord.queries.agreements.facts import successors


def owners(key_result: int, team: int) -> set[int]:
    """The teams of today (row ids) that own a metric or milestone of this team's part of the definitions."""
    place = Clause.DEFINITIONS.number - 1
    parties = Party.objects.filter(agreement_id=key_result, team_id=team)
    bodies = Content.objects.filter(pk__in=[party.fingerprints[place] for party in parties]).values_list("body")
    found = [json.loads(body) for (body,) in bodies]
    metrics = Metric.objects.filter(key__in=[each["id"] for part in found for each in part.get("metrics", ())])
    milestones = Milestone.objects.filter(key__in=[each["id"] for part in found for each in part.get("milestones", ())])
    owned = [rows.exclude(owner=None).values_list("owner__key", flat=True) for rows in (metrics, milestones)]
    return _today({key for keys in owned for key in keys})


def _today(teams: Iterable[str]) -> set[int]:
    heirs = successors()
    return set(Team.objects.filter(key__in={heirs.get(team, team) for team in teams}).values_list("id", flat=True))

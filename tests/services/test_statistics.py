"""What SQLite knows of its tables is enough to find rows the quick way."""

from typing import Any

import pytest
from django.db import connection

from accord.models import Finding, Team
from accord.services import statistics
from tests.world import START, build

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself"),
]


def test_a_team_s_findings_are_read_by_the_team_however_many_belong_to_nobody() -> None:
    cycle, teams = build().cycle, Team.objects.all()
    said: dict[str, Any] = {"cycle": cycle, "code": "AL103", "kind": "metric", "found_at": START}
    Finding.objects.bulk_create(Finding(subject=f"m{number}", **said) for number in range(3 * statistics.SAMPLED))
    Finding.objects.bulk_create(
        Finding(subject=f"{team.key}{number}", team=team, **said) for number in range(40) for team in teams
    )
    statistics.refresh()
    asked = Finding.objects.filter(cycle=cycle, mended_at=None, team=teams[0]).order_by()
    assert "open_findings_of_a_team" in asked.explain()

"""Lists of findings: the gravest first, counted where they are kept, as the organization thinks of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.checks.finding import Kind, Severity
from accord.models import AcceptedFinding, Finding, Organization, Team
from accord.queries.findings import findings, findings_near
from accord.queries.findings.found_rows import FoundPage
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.findings import judging
from accord.services.telling.events import Actor
from tests.built_once import built_once
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def north() -> World:
    made = build()
    judging.judge(now=made.clock.now)
    return made


def open_now(north: World, **chosen: object) -> FoundPage:
    return findings.open_findings(north.cycle, today=north.clock.now.date(), **chosen)  # type: ignore[arg-type]


def test_the_gravest_stand_first(north: World) -> None:
    ranks = [list(Severity).index(row.severity) for row in open_now(north).rows]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_counts_are_those_of_the_lists_they_lead_to(north: World) -> None:
    counts = findings.counts(north.cycle, today=north.clock.now.date())
    assert counts.open == open_now(north).total == sum(counts.by_severity.values())
    for severity, number in counts.by_severity.items():
        assert open_now(north, severity=severity).total == number
    for code, number in counts.by_code.items():
        assert open_now(north, codes=[code]).total == number
    for team in Team.objects.values_list("key", flat=True):
        of_team = findings.counts(north.cycle, today=north.clock.now.date(), teams=[team])
        assert open_now(north, teams=[team]).total == of_team.open


def test_of_each_code_come_ones_own_and_then_as_they_were_found_without_what_is_accepted(north: World) -> None:
    today = north.clock.now.date()
    accepted = Finding.objects.filter(code="AL303").earliest("id")
    AcceptedFinding.objects.create(
        cycle=north.cycle, code="AL303", subject=accepted.subject, reason="So it is.", at=north.clock.now, via="page"
    )
    whole = open_now(north, length=1000).rows
    for own in (["product"], ["support", "product"], []):
        for each in (1, 2, 12):
            told = findings.first_of_each_code(north.cycle, today=today, own=own, each=each).rows
            for code in {row.finding.code for row in whole}:
                listed = [row for row in whole if row.finding.code == code]
                own_first = sorted(listed, key=lambda row: (row.team is None or row.team.key not in own, row.id))
                assert [row.id for row in told if row.finding.code == code] == [row.id for row in own_first[:each]]
    assert accepted.pk not in {row.id for row in whole}


def test_what_the_organization_thinks_of_a_check_counts_without_judging_anew(north: World) -> None:
    before = Finding.objects.count()
    (row,) = open_now(north, codes=["AL202"]).rows
    assert row.severity is Severity.WARNING
    Organization.objects.update(checks={"severity": {"AL202": "error"}})
    assert open_now(north, severity=Severity.ERROR, codes=["AL202"]).total == 1
    Organization.objects.update(checks={"off": ["AL202"]})
    assert open_now(north, codes=["AL202"]).total == 0
    assert "AL202" not in findings.counts(north.cycle, today=north.clock.now.date()).by_code
    assert Finding.objects.count() == before


def test_pages_of_a_list_together_are_the_list(north: World) -> None:
    whole = [row.id for row in open_now(north).rows]
    pages = [row.id for start in range(0, len(whole), 3) for row in open_now(north, start=start, length=3).rows]
    assert pages == whole


def test_beside_a_key_result_stands_what_is_found_about_its_work_too(north: World) -> None:
    beside = findings_near.about(north.cycle, north.key_result.pk, today=north.clock.now.date())
    told = {(row.finding.subject.kind, row.finding.subject.id) for row in beside.rows}
    assert {(Kind.ACTION, "retag"), (Kind.NEED, "tags"), (Kind.KEY_RESULT, "fewer-tickets")} <= told
    assert all(row.key_result == "fewer-tickets" for row in beside.rows if row.finding.subject.kind is Kind.ACTION)


def test_what_was_mended_stays_readable_the_latest_first(north: World) -> None:
    assert findings.mended(north.cycle, today=north.clock.now.date()).total == 0
    said = Edit("key_result", "five-days", {"decomposition": "Each day a little."})
    definitions.save(north.cycle, [said], by=Actor(None, "shell"), clock=north.clock)
    (row,) = findings.mended(north.cycle, today=north.clock.now.date()).rows
    assert (row.finding.code, row.label) == ("AL202", "Days to close")
    assert row.mended_at is not None


def test_statements_do_not_grow_with_the_list(north: World) -> None:
    taken = []
    for length in (1, 50):
        with CaptureQueriesContext(connection) as statements:
            open_now(north, length=length)
        taken.append(len(statements))
    assert taken[0] == taken[1] <= 5

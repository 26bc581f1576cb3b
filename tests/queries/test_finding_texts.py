"""Findings in words: every code has its sentence and its way to mend it, with names and numbers, in any language."""

import gettext
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from accord.domain.checks.finding import Finding, Severity
from accord.domain.checks.installed import Installed, OpenRealignment, Update
from accord.domain.checks.registry import CHECKS
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Hold, Objective, Plan
from accord.formats.plan import read_plan
from accord.queries.finding_texts.messages import help_text, message, severity_word
from accord.queries.finding_texts.words import Words, shortest
from tests.domain.checks.plans import (
    START,
    day,
    influencing,
    moving,
    need,
    objective,
    plan,
    result,
    supporting,
)
from tests.domain.checks.random_plans import plans
from tests.real_plan import RUST_GOALS, needs_real_plan


def said(judged: Plan, code: str, as_of: date = START) -> list[str]:
    snapshot = Snapshot(judged, as_of=as_of)
    words = Words(gettext, snapshot.name_of)
    return [message(each, words) for each in findings(snapshot, {code})]


@given(plans)
def test_whatever_is_found_can_be_said(judged: Plan) -> None:
    snapshot = Snapshot(judged, as_of=day(20))
    words = Words(gettext, snapshot.name_of)

    for finding in findings(snapshot):
        sentence = message(finding, words)
        assert re.search(r"%\(|None|  |“”", sentence) is None, sentence


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_says_how_to_mend_it(check: object) -> None:
    text = help_text(check.code, gettext)  # type: ignore[attr-defined]

    assert text.endswith(".")
    assert len(text.split(". ")) >= 2 or ": " in text


def test_a_sentence_names_people_days_and_numbers() -> None:
    late = need(what="The list", by=day(10), promised=day(11))
    top = moving("top", "m", 0, 10, title="Ten more")
    shared = (objective(id_=name, contributes_to=supporting("top", share=4)) for name in ("p", "q"))

    assert said(plan(objective(result(needs=(late,)))), "AL304") == [
        "“The list” is needed by 2026-11-10; Ovens promises it for 2026-11-11, 1 day later."
    ]
    assert said(plan(objective(top), *shared), "AL403") == [
        "“Ten more” has 10 to go, and its 2 contributors bring 8: 2 is missing."
    ]


def test_needs_that_are_called_alike_are_told_apart_by_whom_they_are_asked_of() -> None:
    judged = plan(objective(result(needs=(need("n", what="Review"), need("m", "vans", what="Review")))))

    assert said(judged, "AL301") == [
        "“Review”, asked of Ovens, does not say what makes it good enough to be received.",
        "“Review”, asked of Vans, does not say what makes it good enough to be received.",
    ]
    assert said(judged, "AL302") == [
        "“Review”, asked of Ovens, does not say by when it is needed.",
        "“Review”, asked of Vans, does not say by when it is needed.",
    ]


def test_what_works_against_other_teams_is_told_with_the_teams() -> None:
    ovens = objective(moving("few", "errors", 2, 1, title="Fewer errors"), id_="p", team="ovens")
    vans = objective(result("low", title="Few", metric="errors", hold=Hold(at_most=Decimal(5))), id_="q", team="vans")
    desk = objective(moving("fast", "speed", 1, 2, title="Faster", guardrails=("errors",)))
    metrics = (influencing("speed", "+errors"), replace(influencing("errors"), better="lower"))

    def told(code: str, *objectives: Objective) -> list[str]:
        return said(plan(*objectives, metrics=metrics), code)

    assert told("AL602", desk, ovens) == [
        "“Faster” of Desk pushes “Errors” up (Speed → Errors), against “Fewer errors” of Ovens."
    ]
    assert told("AL602", desk, ovens, vans) == [
        "“Faster” of Desk pushes “Errors” up (Speed → Errors), against “Fewer errors” and “Few” of 2 teams."
    ]
    assert told("AL603", desk) == [
        "“Faster” must not let “Errors” get worse, and “Faster” of Desk pushes it up (Speed → Errors)."
    ]
    more = objective(moving("more", "errors", 1, 2, title="More errors"))
    assert told("AL602", more, vans) == ["“More errors” of Desk pushes “Errors” up, against “Few” of Vans."]


def test_what_an_installation_finds_is_said_with_teams_and_clauses() -> None:
    installed = Installed(
        standings={"kr": {"desk": "aosxo", "ovens": "aaaaa"}},
        realignments=(OpenRealignment(("kr",), day(1)),),
        active=frozenset({"desk"}),
        updates=(Update("desk", "ovens", day(1), 1),),
        minutes={"desk": Decimal("90.5")},
        most_minutes=Decimal(60),
    )
    snapshot = Snapshot(plan(objective(result())), as_of=day(20), installed=installed)
    words = Words(gettext, snapshot.name_of)
    told = {each.code: message(each, words) for each in findings(snapshot, {c.code for c in CHECKS if c.is_installed})}

    assert told == {
        "AL705": "In Desk each person spends 90.5 minutes a month on Accord; the limit is 60.",
        "AL802": "Desk has published no review for the month that ended on 2026-10-31.",
        "AL803": "Desk has not acknowledged what Ovens wrote on 2026-11-01, 19 days ago.",
        "AL901": "Still to answer on “Bread at six”: Desk (clauses 2 and 5).",
        "AL902": "What Desk agreed to on “Bread at six” has changed since (clause 3).",
        "AL903": "Desk objects to clause 4 of “Bread at six”.",
        "AL904": "“Bread at six” was to be agreed again by 2026-11-01, 19 days ago.",
        "AL905": "Ovens is party to agreements, and nobody in it or above it may answer for it.",
    }


def test_many_names_are_counted() -> None:
    words = Words(gettext, lambda ref: ref.id)

    assert words.several([]) == ""
    assert words.several(["a"]) == "a"
    assert words.several(["a", "b", "c", "d"]) == "a, b, c and d"
    assert words.several(["a", "b", "c", "d", "e"]) == "a, b, c and 2 others"


@pytest.mark.parametrize(
    ("number", "text"), [("10.00", "10"), ("1E+3", "1000"), ("0.50", "0.5"), ("-0.10", "-0.1"), ("100", "100")]
)
def test_numbers_are_said_in_their_shortest_form(number: str, text: str) -> None:
    assert shortest(Decimal(number)) == text


def test_pages_say_it_in_the_readers_language() -> None:
    snapshot = Snapshot(plan(objective(result())), as_of=START)
    words = Words(translation, snapshot.name_of, day=lambda value: value.strftime("%a %d %b"))

    assert [message(each, words) for each in findings(snapshot, {"AL201"})] == [
        "Nobody in Desk answers for “Bread at six”."
    ]
    assert [severity_word(each, translation) for each in Severity] == ["Will break", "Could break", "Worth a look"]


def test_the_shell_says_it_without_django() -> None:
    program = (
        "import sys; import accord.queries.finding_texts.messages; import accord.domain.checks.registry;"
        "print('django' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"


@needs_real_plan
def test_a_real_plan_is_judged_and_said() -> None:
    judged = read_plan([str(RUST_GOALS)]).plan
    snapshot = Snapshot(judged, as_of=date(2025, 5, 1))
    found: list[Finding] = list(findings(snapshot))
    words = Words(gettext, snapshot.name_of)

    assert {"AL101", "AL203", "AL303", "AL701"} <= {each.code for each in found}
    assert all(message(each, words) for each in found)

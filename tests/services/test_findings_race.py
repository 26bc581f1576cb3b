"""People change, answer and check in while two workers judge: what is stored in the end is what a full run finds."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accord import models as m
from accord.domain.checks.felt import ALL
from accord.domain.clauses import Clause
from accord.services import check_ins
from accord.services.agreements import answers
from accord.services.agreements.answers import Outdated, Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Drop, Edit, NotSaved, Restore, Saying
from accord.services.findings import findings, judging
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.services.stored_findings import wrong
from tests.world import the_plan

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RESULTS, ROUNDS = 6, 40
HEAD = """
accord: 1
organization: {id: north, name: Northwind}
cycle: {id: q4, name: Q4, start: 2026-10-01, end: 2026-12-31}
people: [{id: alice, name: Alice}, {id: bob, name: Bob}, {id: erin, name: Erin}]
teams:
  - {id: product, name: Product, members: [{person: alice, role: lead}, {person: erin}]}
  - {id: support, name: Support, members: [{person: bob, role: lead}]}
metrics: [{id: speed, name: Speed, better: higher}]
objectives:
- {id: o, team: product, title: O, key_results: [
"""
LINE = """{{id: kr{n}, title: KR {n}, metric: speed, baseline: 1, target: 2, duties: [{{team: support, does: Helps.}}],
  needs: [{{id: n{n}, from: support, what: Tags, by: 2026-12-01}}]}},
"""


def test_whoever_writes_at_once_findings_come_out_right() -> None:
    text = HEAD + "".join(LINE.format(n=n) for n in range(RESULTS)) + "]}\n"
    plans.apply_plan(the_plan(text.encode()), by=Actor(None, "shell"), clock=now)
    cycle = m.Cycle.objects.get()
    judging.judge(now=NOW)

    run([edit, answer, check_in, judge, judge])

    assert not wrong(cycle, NOW.date(), settled_alone=True)
    judging.judge(now=NOW)
    assert not m.Unjudged.objects.exists()
    assert not wrong(cycle, NOW.date(), settled_alone=False)


def run(works: list[Callable[[random.Random], None]]) -> None:
    """All of these at once, each many times; none may fail."""
    problems: list[BaseException] = []

    def repeated(work: Callable[[random.Random], None], seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(ROUNDS):
                work(chance)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=repeated, args=(work, seed)) for seed, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems


def edit(chance: random.Random) -> None:
    number = chance.randrange(RESULTS)
    said: list[Saying] = [
        Edit("key_result", f"kr{number}", {"completion_criteria": chance.choice([None, "Done."])}),
        Edit("key_result", f"kr{number}", {"target": chance.choice(["0", "1", "2"])}),
        Edit("need", f"n{number}", {"promised": chance.choice([None, "2026-11-30", "2026-12-05"])}),
        Edit("metric", "speed", {"better": chance.choice(["higher", "lower", "none"])}),
        Drop("key_result", f"kr{number}"),
        Restore("key_result", f"kr{number}"),
    ]
    with suppress(NotSaved):  # it is not there, or is there already
        definitions.save(m.Cycle.objects.get(), [chance.choice(said)], by=Actor(None, "shell"), clock=now)


def answer(chance: random.Random) -> None:
    party = chance.choice([*m.Party.objects.filter(team__key="support").select_related("agreement__key_result"), None])
    if party is None:
        return
    by, clause = Actor(m.Person.objects.get(key="bob"), "web"), chance.choice(list(Clause))
    seen = Seen("support", clause, party.fingerprints[clause.number - 1])
    try:
        if chance.randrange(3):
            answers.agree(party.agreement.key_result, [seen], by=by, clock=now)
        else:
            answers.object_to(party.agreement.key_result, seen, reason="No.", by=by, clock=now)
    except (Outdated, answers.CannotAnswer):
        pass  # somebody has changed it, or it is gone


def check_in(chance: random.Random) -> None:
    by = Actor(m.Person.objects.get(key="alice"), "web")
    result, day = chance.choice(list(m.KeyResult.objects.all())), NOW.date() - timedelta(days=chance.choice([0, 3, 45]))
    known = m.CheckIn.objects.filter(key_result=result).first()
    try:
        if known and chance.randrange(2):
            check_ins.take_back(known.pk, seen=known.mark, by=by, clock=now)
        else:
            check_ins.check_in(result, value=Decimal(1), day=max(day, date(2026, 10, 1)), by=by, clock=now)
    except check_ins.NotCheckedIn:
        pass  # it is gone for now


def judge(chance: random.Random) -> None:
    """Also what changes judge themselves, again and again."""
    if chance.randrange(2):
        findings.mark(ALL, now=NOW)
    judging.judge(now=NOW)


def now() -> datetime:
    return NOW

"""Measuring what changes something: agreeing, changing definitions, applying a plan."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

from django.db import transaction
from django.db.models import Count

from accord.domain.clauses import Clause
from accord.formats.plan.writing import write_json
from accord.models import Answer, Cycle, KeyResult, Membership, Metric, Party
from accord.queries.agreements.affected import affected
from accord.queries.check_ins import progress
from accord.queries.people.people import teams_answered_for
from accord.queries.plans.plan_export import exported
from accord.services import check_ins
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.plans import plans
from accord.services.telling.events import Actor
from bench import bare, judging, measure, reviewing
from bench.browser import Browser
from bench.forms import form_with
from bench.pages import PAGES, Shown
from bench.registry import COMMON
from bench.rows import Row

OPERATOR = Actor(None, "shell")
AGREEMENT = next(page for page in PAGES if page.name == "agreement")


def rows(browser: Browser, shown: Shown) -> Iterator[Row]:
    """Each kind of change. What stands in its way was put there before; what the worker judges is there to stay."""
    yield _agree("agree, from the page", browser, shown, {"HX-Request": "true"})
    yield _agree("agree, without script", browser, shown, {})
    yield _check_in(shown)
    yield from reviewing.rows(now)
    yield _change(
        "change one result", 20, lambda n: Edit("key_result", shown.names["key_result"], {"title": f"As {n}"})
    )
    some, used = _measuring(50)
    yield _change(f"change a metric of {used}", 20, lambda n: Edit("metric", some, {"definition": f"As {n}"}))
    of = _using(COMMON)
    yield _change(f"change a metric of {of:,}", 1000, lambda n: Edit("metric", COMMON, {"definition": f"As {n}"}))
    yield from judging.rows(now())
    yield from _apply(shown)


def _agree(name: str, browser: Browser, shown: Shown, headers: dict[str, str]) -> Row:
    """Agreeing to the first clause, which the team has objected to anew each time: every request records something."""
    address = shown.address(AGREEMENT)
    object_again = _objector(shown)
    object_again()
    form = form_with("agree", browser.get(address).text)
    if form is None or ("agree", "1") not in form.buttons:
        return Row(name, problem="has no form to agree with")
    send = browser.request("POST", form.action or address, [*form.fields, ("agree", "1")], headers)
    before = Answer.objects.count()
    answer = send()
    if answer.status not in {200, 302, 303} or Answer.objects.count() == before:
        return Row(name, problem=f"answers {answer.status} and records nothing")
    cost = measure.cpu(send, before=object_again)
    object_again()
    statements = bare.statements_of(send)
    return Row(
        name, cost=cost, statements=len(statements), bare=measure.cpu(bare.runner(statements)), size=len(answer.body)
    )


def _objector(shown: Shown) -> Callable[[], None]:
    """Every team that the reader answers for objects to the first clause, and its other parts are agreed."""
    key_result = KeyResult.objects.select_related("cycle").get(pk=shown.key_result_id)
    person = shown.reader.person
    by = Actor(person, "web", shown.reader.email)
    mine = [p for p in Party.objects.filter(agreement_id=key_result.pk) if p.team.key in teams_answered_for(person)]
    seen = [Seen(party.team.key, clause, party.fingerprints[clause.number - 1]) for party in mine for clause in Clause]
    answers.agree(key_result, seen, by=by, clock=now)

    def object_again() -> None:
        for part in (part for part in seen if part.clause.number == 1):
            answers.object_to(key_result, part, reason="It leaves out the south.", by=by, clock=now)

    return object_again


def _check_in(shown: Shown) -> Row:
    """A new value of a result of ours with its event, and its objective put together again."""
    key_result = KeyResult.objects.select_related("objective").get(pk=shown.key_result_id)
    members = Membership.objects.filter(team=key_result.objective.team_id).select_related("person")
    by = Actor(members[0].person, "web", shown.reader.email)
    numbers = count()

    def check_in() -> None:
        with transaction.atomic():
            day = now().date()
            value = Decimal(next(numbers) % 100)
            check_ins.check_in(key_result, value=value, confidence=Decimal(5), day=day, by=by, clock=now)
            progress.together(progress.of_objectives([key_result.objective_id], today=day))
            transaction.set_rollback(True)

    statements = bare.statements_of(check_in)
    cost = measure.cpu(check_in)
    return Row("check in", 3, cost=cost, statements=len(statements), bare=measure.cpu(bare.runner(statements)))


def _change(name: str, hold: float, edit: Callable[[int], Edit]) -> Row:
    cycle = Cycle.objects.get()
    numbers = count()

    def change() -> None:
        with transaction.atomic():
            definitions.save(cycle, [edit(next(numbers))], by=OPERATOR, clock=now)
            transaction.set_rollback(True)

    statements = bare.statements_of(change)
    cost = measure.cpu(change, heavy=True)
    return Row(name, hold, cost=cost, statements=len(statements), bare=measure.cpu(bare.runner(statements), heavy=True))


def _measuring(count: int) -> tuple[str, int]:
    """The metric by which nearest to so many key results are measured, and by how many it is."""
    rows = KeyResult.objects.exclude(metric=None).order_by().values_list("metric__key").annotate(Count("id"))
    found: list[tuple[str, int]] = list(rows)
    return min(found, key=lambda pair: (abs(pair[1] - count), pair[0]))


def _using(metric: str) -> int:
    """How many key results speak of a metric in their agreements."""
    return len(affected({"metric": [Metric.objects.get(key=metric).pk]}))


def _apply(shown: Shown) -> Iterator[Row]:
    """The plan that is there by now: by the service alone, and as the whole command with its start and its reading."""
    same = exported(Cycle.objects.get()).plan

    def apply() -> None:
        if plans.apply_plan(same, by=OPERATOR, clock=now).changes:
            raise RuntimeError("The plan was to change nothing.")

    statements = bare.statements_of(apply)
    cost = measure.cpu(apply, heavy=True)
    bare_cost = measure.cpu(bare.runner(statements), heavy=True)
    yield Row("apply, nothing new: service", cost=cost, statements=len(statements), bare=bare_cost)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(write_json(same))
        command = [sys.executable, "-m", "accord.cli.main", "apply", str(path), "--as", shown.reader.email]
        took = _of_a_process(command)
        yield Row("apply, nothing new: command", cost=measure.reading([took]), size=path.stat().st_size)


def _of_a_process(command: list[str]) -> float:
    """Processor time of a whole command, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def now() -> datetime:
    return datetime.now(UTC)

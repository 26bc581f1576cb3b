"""The worker is killed at random several hundred times, and everybody is told everything, once.

What is counted is what the mail server has said yes to. A message that it took, and that the worker died over before it
could note so, is sent again: it then has the same Message-ID and the same words, and a mailbox shows it once.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from accord.domain.clauses import Clause
from accord.models import Event, Notice, Outbox
from accord.services.agreements import answers
from accord.services.telling import telling
from tests import smtp
from tests import world as worlds
from tests.jobs.post import part
from tests.smtp import Mailbox
from tests.tried import examples
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
# KILLED_WORKERS=1000 asks for more, which takes longer. Each life on PostgreSQL begins with a connection.
KILLS = int(os.environ.get("KILLED_WORKERS", examples(300, on_postgresql=120)))
QUESTIONS = KILLS // 2
ENOUGH = KILLS * 2 // 3  # where the work is done before all have died
FEWER, FEWER_KILLS = 20, 60  # are enough to show that a worse worker loses or doubles


@dataclass
class Outcome:
    """What came of it: questions asked, how the workers died, and what has arrived."""

    asked: list[str]
    died: int
    after_sending: int
    mailbox: Mailbox

    @property
    def arrived(self) -> dict[str, set[str]]:
        """By Message-ID, which texts arrived under it."""
        found: dict[str, set[str]] = defaultdict(set)
        for message in self.mailbox.messages:
            found[str(message["Message-ID"])].add(part(message, "text/plain"))
        return found

    @property
    def seen(self) -> Counter[str]:
        """How often each question is in the mailbox, which keeps one message of each id."""
        texts = [text for texts in self.arrived.values() for text in texts]
        return Counter(question for question in self.asked for text in texts if f"“{question}”" in text)


def test_killed_at_random_it_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = run(QUESTIONS, KILLS, "as-it-is", tmp_path)

    assert outcome.died >= ENOUGH
    assert outcome.after_sending > 0, "nobody died in the moment that matters: this shows nothing"
    assert outcome.seen == Counter(dict.fromkeys(outcome.asked, 1))
    assert all(len(texts) == 1 for texts in outcome.arrived.values())
    again = len(outcome.mailbox.raw) - len(outcome.arrived)
    assert 0 < again <= outcome.died
    assert not Outbox.objects.filter(done_at=None).exists()
    assert Notice.objects.filter(kind="said").count() == QUESTIONS


def test_a_worker_that_marks_before_it_sends_loses_some(tmp_path: Path) -> None:
    """A negative control: losing would be seen."""
    outcome = run(FEWER, FEWER_KILLS, "marks-first", tmp_path)

    assert len(outcome.seen) < len(outcome.asked)


def test_a_worker_that_forgets_its_ids_doubles_some(tmp_path: Path) -> None:
    """A negative control: doubling would be seen."""
    outcome = run(FEWER, FEWER_KILLS, "forgets-its-ids", tmp_path)

    assert max(outcome.seen.values()) > 1


def run(questions: int, kills: int, how: str, folder: Path) -> Outcome:
    world = worlds.build()
    world.account("alice")
    Outbox.objects.all().delete()
    asked = [f"Question number {number}?" for number in range(questions)]
    for number, question in enumerate(asked):
        ask(world, question)
        # Of every other one the letters are due already, so that workers die over both kinds of work from the start.
        if number % 2 == 0:
            telling.tell(Event.objects.latest("id").pk, {}, now=world.clock())
    with smtp.server() as mailbox:
        process = subprocess.run(
            [sys.executable, "-m", "tests.jobs.dying_worker", str(kills), "20261122", how],
            env=environment(mailbox.port, folder) | {"TEST_NOW": world.clock().isoformat()},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=800,
        )
    assert process.returncode == 0, process.stderr[-2000:]
    return Outcome(asked, **json.loads(process.stdout), mailbox=mailbox)


def ask(world: World, question: str) -> None:
    (seen,) = world.seen("support", [Clause.DECOMPOSITION])
    answers.ask(world.key_result, seen, question=question, by=world.actor("bob"), clock=world.clock)


def environment(port: int, folder: Path) -> dict[str, str]:
    return os.environ | {
        "ACCORD_HOME": str(folder),
        "ACCORD_DATABASE_URL": database(),
        "ACCORD_MAIL_URL": f"smtp://127.0.0.1:{port}",
    }


def database() -> str:
    """The address of the database in which the tests run."""
    name = str(connection.settings_dict["NAME"])
    address = urlsplit(os.environ["ACCORD_DATABASE_URL"])
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else urlunsplit(address._replace(path=f"/{name}"))

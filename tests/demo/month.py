"""Tidewell with its clock in the test's hand: the worker does its chores hour by hour, people act on pages.

month = Month(monkeypatch)
month.until(at(11, 30, 9))              # what happens until then; what is mailed arrives meanwhile
month.review("support")                 # somebody acts, now
assert month.mailed() == {...}          # since it was asked last
"""

import json
import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import accord.demo
from accord.domain.telling import Choice, Quiet
from accord.formats.plan import read_plan
from accord.formats.story import read_story
from accord.jobs import worker
from accord.models import HandoverStep, Organization, Outbox, Person, Review, User
from accord.services import accounts, demo, statistics
from accord.services.people import preferences
from accord.services.telling.events import Actor
from tests.web.editing_form import form_of
from tests.web.review_form import form_in

FOLDER = Path(accord.demo.__file__).parent
HERE = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
SATURDAY = 5
# On these hours (UTC) the worker looks: those in which somebody's morning comes, and those of a working day.
WORKED = frozenset({2, 3, 6, 7, 9, 11, 14, 15, 16})
MORNINGS = frozenset({2, 6, 7, 15, 16})  # of Kolkata, of Tidewell, of Los Angeles
# What is told of the story: its own reviews and check-ins would be told twice, for those are the month's.
ABOUT_AGREEMENTS = frozenset({"apply", "need", "agree", "ask", "reply", "object"})
HOLIDAYS = ["2026-12-25", "2027-01-01"]
CYCLE = "/cycles/2026-q4"
SEEN = re.compile(r'name="(seen|last_revision|seen_day)" value="([^"]*)"')


class Arrived(NamedTuple):
    """A letter: when it reached whom, and what it says."""

    at: datetime
    person: str
    subject: str

    @property
    def is_of_numbers(self) -> bool:
        return self.subject.startswith("How far ")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the winter of 2026 as clocks at Tidewell show it."""
    year = 2027 if month == 1 else 2026
    return datetime(year, month, day, hour, minute, tzinfo=HERE).astimezone(UTC)


class Month:
    """The demo as its story leaves it, from where it goes on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        story = read_story(FOLDER / "story.yaml")
        agreeing = tuple(event for event in story.events if event.do in ABOUT_AGREEMENTS)
        demo.build(read_plan([str(FOLDER / "tidewell.yaml")]).plan, replace(story, events=agreeing))
        Organization.objects.update(time_zone=HERE.key, holidays=HOLIDAYS)
        self.now = story.events[-1].at.astimezone(UTC)
        self.worked = WORKED
        self.letters: list[Arrived] = []
        self.papers: dict[int, bytes] = {}
        self._asked = {"numbers": 0, "rest": 0}
        self._done: dict[str, datetime] = {}
        patch.setattr(timezone, "now", lambda: self.now)
        # Looking at all tables each hour, as the worker does, takes PostgreSQL a fourth of the month.
        statistics.refresh()
        patch.setattr(statistics, "refresh", lambda: None)
        # The month is one transaction, and its connection is kept: the same as Django's own client does for requests.
        patch.setattr(worker, "close_old_connections", lambda: None)

    def enter(self, person: str) -> None:
        """Let somebody in who could not sign in yet."""
        accounts.add_user(email(person), is_admin=False, clock=lambda: self.now, by=Actor(None, "demo"))

    def live_in(self, person: str, zone: str) -> None:
        """Have somebody's clock show another time, and their nights be quiet, as they choose under Preferences."""
        User.objects.filter(person__key=person).update(time_zone=zone)
        choice = Choice(quiet=Quiet(time(20), time(7)))
        preferences.choose_telling(Person.objects.get(key=person), choice)

    def until(self, moment: datetime) -> None:
        """Let time pass: on each full hour the worker does its chores until nothing is due."""
        assert moment >= self.now
        self.work()
        while (hour := _next_hour(self.now)) <= moment:
            self.now = hour
            if hour.hour in (self.worked if hour.weekday() < SATURDAY else MORNINGS):
                self.work()
        self.now = moment
        self.work()

    def work(self) -> None:
        """Everything that is due now."""
        worker.do_what_is_due(self._done, now=self.now)
        while Outbox.objects.filter(done_at=None, due_at__lte=self.now).exists():
            worker.do_what_is_due(self._done, now=self.now)
        self.letters += (Arrived(self.now, *_read(each)) for each in mail.outbox)
        del mail.outbox[:]

    def mailed(self) -> dict[str, list[str]]:
        """By person the subjects of what was mailed since this was asked last, without reminders of numbers."""
        return self._since("rest")

    def reminded(self) -> dict[str, list[str]]:
        """The same of the reminders to say how far a number is."""
        return self._since("numbers")

    def _since(self, which: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for letter in self.letters[self._asked[which] :]:
            if letter.is_of_numbers is (which == "numbers"):
                found[letter.person].append(letter.subject)
        self._asked[which] = len(self.letters)
        return dict(found)

    def as_(self, person: str) -> Client:
        """A browser in which somebody has signed in."""
        client = Client()
        client.force_login(User.objects.get(person__key=person))
        return client

    def home(self, person: str) -> list[str]:
        """What stands under “What needs you” on somebody's home, line by line."""
        return titles(_section(self.as_(person).get("/").text, "needs"))

    def not_read(self, person: str) -> list[str]:
        """What stands on somebody's home as told by their team and not read by others."""
        return titles(_section(self.as_(person).get("/").text, "unheard"))

    def check_in(self, person: str, key_result: str, value: str, **said: str) -> None:
        """Somebody says a number on the key result's form."""
        client, address = self.as_(person), f"{CYCLE}/key-results/{key_result}/check-in/"
        fields = dict(SEEN.findall(client.get(address).text)) | {"value": value} | said
        _carried_out(client.post(address, fields))

    def review(self, person: str, team: str, **typed: str) -> Review:
        """Somebody publishes the team's review; what they do not type is left as it was given out."""
        self._write(person, team, publish="yes", **typed)
        review = Review.objects.filter(team__key=team, published_at=self.now).latest("pk")
        self.papers[review.pk] = paper(review.pk)
        return review

    def correct(self, person: str, team: str, key_result: str, **fields: str) -> None:
        """Somebody who writes the team's review changes a definition from it, is told what that does, and saves."""
        address = self._write(person, team, change=key_result)
        client = self.as_(person)
        first = form_of(client.get(address).text) | {name: [value] for name, value in fields.items()}
        told = client.post(address, first)
        assert "goes stale" in told.text or "go stale" in told.text, words(told.text)
        _carried_out(client.post(address, form_of(told.text)))

    def _write(self, person: str, team: str, **typed: str) -> str:
        client, address = self.as_(person), f"{CYCLE}/teams/{team}/reviews/writing/"
        return _carried_out(client.post(address, form_in(client.get(address).text) | typed))

    def read(self, person: str, update: int, answer: str = "") -> None:
        """Somebody acknowledges what their team was told, or answers it."""
        _carried_out(self.as_(person).post(f"/updates/{update}/", {"answer": answer}))

    def hand_over(self, person: str, need: str, step: str, **said: str) -> None:
        """Somebody delivers a need, or says that it was received."""
        seen = HandoverStep.objects.filter(need__key=need).order_by("-id").values_list("id", flat=True).first() or 0
        fields = {"seen": str(seen), "step": step, "back": "key_result"} | said
        _carried_out(self.as_(person).post(f"{CYCLE}/needs/{need}/handover/", fields))

    def agree_again(self, person: str, realignment: int) -> None:
        """Somebody agrees to all that is shown of a change."""
        client, address = self.as_(person), f"/realignments/{realignment}/"
        fields: dict[str, Any] = {"seen": [], "agree": "all"}
        for name, value in SEEN.findall(client.get(address).text):
            fields[name] = [*fields["seen"], value] if name == "seen" else value
        _carried_out(client.post(f"{address}answers/", fields))


def email(person: str) -> str:
    return str(Person.objects.values_list("email", flat=True).get(key=person))


def paper(review: int) -> bytes:
    """A published review as it is kept."""
    return json.dumps(Review.objects.values_list("document", flat=True).get(pk=review)).encode()


def titles(section: str) -> list[str]:
    return [words(title) for title in re.findall(r'class="row-title"[^>]*>(.*?)</a>', section, re.S)]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.S)
    return found[0] if found else ""


def _carried_out(response: Any) -> str:
    assert cast("HttpResponse", response).status_code == 302, words(response.content.decode())[:2000]
    return str(response.headers["Location"])


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR


def _read(letter: Any) -> tuple[str, str]:
    (to,) = letter.to
    return to.partition("@")[0], letter.subject

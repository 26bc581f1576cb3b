"""The pages that are measured, as data, and what they are about in a made-up organization."""

from dataclasses import dataclass
from html import escape

from django.db.models import Count

from accord.models import Agreement, Metric, Objective, Team, User
from accord.services import accounts
from bench.generate import CYCLE, Made
from bench.life import OPENS, signers
from bench.registry import COMMON


@dataclass(frozen=True, slots=True)
class Page:
    """An address, words that must be on the page, and the milliseconds it may take (None: nothing was set)."""

    name: str
    address: str
    shows: str
    hold: float | None = None


PAGES = (
    Page("home", "/", "{person_name}"),
    Page("agreements", "/cycles/{cycle}/agreements/", "{some_result}"),
    Page("agreement", "/cycles/{cycle}/agreements/{key_result}/", "{result}", 5),
    Page("key result", "/cycles/{cycle}/key-results/{key_result}/", "{result}", 5),
    Page("team, 10 objectives", "/cycles/{cycle}/teams/{team}/", "{result}", 8),
    Page("review, being written", "/cycles/{cycle}/teams/{team}/reviews/writing/", "{result}", 10),
    Page("cascade from the top", "/cycles/{cycle}/cascade/", "{top_objective}", 50),
    Page("cascade of an objective", "/cycles/{cycle}/cascade/{top_key}/", "{top_objective}", 50),
    Page("cascade with its counts", "/cycles/{cycle}/cascade/?counted=yes", "{top_objective}"),
    Page("strategy", "/cycles/{cycle}/strategy/", "</html>"),
    Page("two teams", "/cycles/{cycle}/two-teams/{team}/{other}/", "{other_name}"),
    Page("matrix", "/cycles/{cycle}/matrix/", "{top_name}"),
    Page("matrix, one group open", "/cycles/{cycle}/matrix/?open={department}", "{department_name}"),
    Page("metrics", "/metrics/", "</html>"),
    Page("metric of a quarter of all", "/metrics/{metric}/", "{metric_name}"),
    Page("milestones", "/milestones/", "</html>"),
    Page("person", "/people/{person}/", "{person_name}"),
    Page("directory", "/directory/", "{top_name}"),
    Page("find", "/find?q=refund%20form", "</html>", 20),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Who reads, and what: the names that addresses and pages are filled with."""

    reader: User
    key_result_id: int
    names: dict[str, str]

    def address(self, page: Page) -> str:
        return page.address.format(**self.names)

    def is_on(self, page: Page, text: str) -> bool:
        return page.shows.format(**{name: escape(value) for name, value in self.names.items()}) in text


def shown(made: Made) -> Shown:
    """Whoever signs for the shown team, and that team's key result with the most parties and answers."""
    signer = signers(made.plan)[made.shown_team]
    person = next(each for each in made.plan.people if each.id == signer)
    agreement = _most_shared(made.shown_team)
    highest = Objective.objects.filter(team__parent=None).order_by("position", "pk")[0]
    other = agreement.parties.filter(is_own=False).select_related("team")[0].team
    department = Team.objects.filter(parent__parent=None, parent__isnull=False)[0]
    names = {
        "cycle": CYCLE.id,
        "team": made.shown_team,
        "key_result": agreement.key_result.key,
        "result": agreement.key_result.title,
        "some_result": agreement.key_result.title,
        "top_key": highest.key,
        "top_objective": highest.title,
        "other": other.key,
        "other_name": other.name,
        "metric": COMMON,
        "metric_name": Metric.objects.get(key=COMMON).name,
        "person": person.id,
        "person_name": person.name.split()[0],
        "top_name": Team.objects.get(parent=None).name,
        "department": department.key,
        "department_name": department.name,
    }
    accounts.add_user("operator@meridian.example", clock=lambda: OPENS)  # the first account is an admin's
    account = accounts.add_user(person.email or "", clock=lambda: OPENS)
    return Shown(account, agreement.pk, names)


def _most_shared(team: str) -> Agreement:
    found = Agreement.objects.filter(key_result__objective__team__key=team).select_related("key_result")
    counted = found.annotate(
        parties_in=Count("parties", distinct=True), answers_in=Count("key_result__answers", distinct=True)
    )
    return counted.order_by("-parties_in", "-answers_in", "pk")[0]

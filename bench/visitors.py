"""A thousand people with what each of them reads and writes: python -m bench.visitors PEOPLE.

Gives them accounts and signs them in, in the installation that the environment names, and has the worker tell what
happened there before they come. Prints JSON: a visitor each, with the cookies of a browser that is signed in.
"""

import json
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accord.models import Membership

CSRF_SECRET = "onlytomeasure" * 2 + "onlyto"  # 32 letters, as Django's own


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with an account, a team, and key results of that team: all by their ids."""

    cookies: str
    csrf: str
    person: str
    team: str
    key_results: list[str]
    shared: list[str]  # those of them that have an agreement


def main(people: int) -> None:
    django.setup()
    _tell_what_happened()
    json.dump([asdict(each) for each in _visitors(people)], sys.stdout)


def _tell_what_happened() -> None:
    """Nobody is to wait behind the thousands of answers with which the organization was made."""
    from django.utils import timezone

    from accord.jobs import effects

    while effects.deliver(timezone.now()):
        pass


def _visitors(people: int) -> list[Visitor]:
    from accord.models import KeyResult, Membership

    shared = set(KeyResult.objects.exclude(agreement=None).values_list("key", flat=True))
    results: dict[int, list[str]] = defaultdict(list)
    for team, key in KeyResult.objects.live().order_by("id").values_list("objective__team", "key"):
        results[team].append(key)
    members = Membership.objects.filter(team__in=results).exclude(person__email=None).select_related("person", "team")
    one_each = {each.person_id: each for each in members.order_by("-id")}
    found = [one_each[person] for person in sorted(one_each)][:people]
    return [_signed_in(each, results[each.team_id], shared) for each in found]


def _signed_in(member: "Membership", key_results: list[str], shared: set[str]) -> Visitor:
    from django.conf import settings
    from django.test import Client

    from accord.services import accounts
    from bench.life import OPENS

    client = Client()
    client.force_login(accounts.add_user(member.person.email or "", clock=lambda: OPENS))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"
    ours = [key for key in key_results if key in shared]
    return Visitor(cookies, CSRF_SECRET, member.person.key, member.team.key, key_results, ours or key_results)


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""The demo, replayed through the services, ends exactly where its story says."""

from pathlib import Path

import pytest

import accord.demo
from accord.domain.standing import Standing
from accord.formats.plan import read_plan
from accord.formats.story import Story, read_story
from accord.models import Agreement, Answer, Change, Event, Message, Party, Revision, User
from accord.queries import installation
from accord.queries.agreements import agreement_document
from accord.services import demo, doctor
from tests.demo.test_tidewell import OTHERS, SUPPORTS
from tests.demo.test_tidewell import told as told_by_the_model

FOLDER = Path(accord.demo.__file__).parent
LETTERS = {"x": Standing.OBJECTED, "s": Standing.STALE, "o": Standing.OPEN, "a": Standing.AGREED}


@pytest.mark.django_db
def test_the_story_ends_where_the_model_of_it_ends() -> None:
    story = read_story(FOLDER / "story.yaml")
    heard: list[int] = []

    demo.build(read_plan([str(FOLDER / "tidewell.yaml")]).plan, story, tell=lambda done, of: heard.append(of - done))

    assert heard == list(reversed(range(len(story.events))))
    assert states_of_parts() == told_by_the_model().states()
    found = dict(Agreement.objects.values_list("key_result__key", "state"))
    assert found == {key: state.value for key, (_, state) in (SUPPORTS | OTHERS).items()}
    look_at_what_happened(story)
    look_at_people()


def states_of_parts() -> dict[str, dict[str, list[Standing]]]:
    found: dict[str, dict[str, list[Standing]]] = {}
    for key, team, states in Party.objects.values_list("agreement__key_result__key", "team__key", "states"):
        found.setdefault(key, {})[team] = [LETTERS[letter] for letter in states]
    return found


def look_at_what_happened(story: Story) -> None:
    last = story.events[-1].at
    assert list(doctor.problems(now=last)) == []
    assert not Event.objects.filter(at__lt=story.opens).exists()
    assert not Event.objects.filter(at__gt=last).exists()
    assert Message.objects.count() == sum(event.do in {"ask", "reply"} for event in story.events)
    assert Answer.objects.filter(kind="object").count() == 1
    assert set(Change.objects.values_list("via", flat=True)) == {"demo"}
    marked = Revision.objects.get(key="eng-1.1", field="decomposition")
    assert (marked.substantive, marked.change.reason is None) == (False, False)
    (document,) = agreement_document.documents(
        Agreement.objects.filter(key_result__key="pro-1.1").values_list("pk", flat=True)
    )
    assert [each["team"] for each in document["clauses"][3]["questions"]] == ["support"]


def look_at_people() -> None:
    admin, *others = User.objects.order_by("id")
    assert (admin.person and admin.person.key, admin.is_admin) == ("ruth-adeyemi", True)
    assert not any(account.is_admin or account.has_usable_password() for account in others)
    people = installation.demo_people()
    assert {account.pk for account in (admin, *others)} == {person.account for person in people}
    assert (people[0].name, people[0].teams[0]) == ("Noor Haddad", ("Tidewell", "lead"))

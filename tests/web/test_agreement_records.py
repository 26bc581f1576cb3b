"""What an agreement was: versions with who agreed to which, the paper, wording, and news while reading."""

import re
from datetime import date

import pytest
from django.test import Client

from accord.models import Event, User
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from tests import world as worlds
from tests.web.agreement_page import PAGE, plain, press, read
from tests.web.budget import budget
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


def fewer(world: World, most: int) -> None:
    criteria = f"Support counts {most} or fewer in the last two weeks of December."
    world.apply(lambda plan: with_key_result(plan, completion_criteria=criteria))


def test_every_version_is_kept_with_who_agreed_to_which(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    fewer(world, 50)
    world.agree("alice", "product")
    client.force_login(bob)

    page = client.get(f"{PAGE}history/").text

    second, first = re.findall(r'<details class="card".*?</details>\s*(?=<|$)', page, re.DOTALL)[:2]
    assert "in force today" in second
    assert "in force today" not in first
    assert ("Product agreed" in plain(second), "Support agreed" in plain(second)) == (True, False)
    assert ("Product agreed" in plain(first), "Support agreed" in plain(first)) == (False, True)
    assert "<del>60</del> <ins>50</ins>" in second
    assert "Support counts 60 or fewer in the last two weeks of December." in plain(first)


def test_the_paper_holds_everything(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    client.force_login(bob)

    paper = client.get(f"{PAGE}print/").text

    said = plain(paper)
    for words in (
        "Support counts 60 or fewer", "Three fixes take out 150", "Samples 100 tickets", "Rebuild the sync",
        "Tag September again", "Correct cause tags", "Tickets from Monday to Sunday.", "Bob Berg", "5 Oct 2026",
    ):  # fmt: skip
        assert words in said, words
    assert len(re.findall(r"\b[0-9a-f]{64}\b", said)) >= 5
    assert "<details" not in paper[paper.index("<article") : paper.index("</article>")]
    assert "<form" not in paper[paper.index("<article") : paper.index("</article>")]


DAY_WITHOUT_YEAR = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?! \d{4})")


def test_no_day_of_the_paper_or_the_history_is_without_its_year(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    world.apply(lambda plan: with_key_result(plan, due=date(2026, 12, 18)))
    client.force_login(bob)

    for address, part in ((f"{PAGE}print/", "<article"), (f"{PAGE}history/", "<main")):
        said = plain(client.get(address).text.partition(part)[2])
        assert "Fri 18 Dec 2026" in said
        assert DAY_WITHOUT_YEAR.findall(said) == []


def test_the_content_of_an_agreement_says_the_year_on_its_page_too(client: Client, world: World, bob: User) -> None:
    page = plain(read(client, bob))

    assert "Due" in page
    assert re.search(r"Correct cause tags by \w{3} \d{1,2} \w{3} 2026", page)


def test_wording_that_changed_since_stands_beside_what_was_agreed_to(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    reworded = Edit("need", "tags", {"what": "Correct tags of causes"}, wording_only=frozenset({"what"}))
    definitions.save(world.cycle, [reworded], by=world.actor("alice"), clock=world.clock)

    page = read(client, bob)

    assert world.states("support") == "aaaaa"
    assert "Product needs from Support: Correct tags of causes by" in plain(page)
    assert "Wording changed since, the meaning did not" in page
    assert re.search(r"<details[^>]*wording.*?<del>.*?</del>", page, re.DOTALL)


def news(client: Client, page: str) -> tuple[int, str]:
    found = re.search(r'hx-get="([^"]+/live/[^"]*)"', page)
    assert found
    response = client.get(found[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
    return response.status_code, response.text


def test_no_news_is_one_small_question(client: Client, bob: User) -> None:
    page = read(client, bob)

    with budget("agreement, no news"):
        assert news(client, page) == (204, "")


def test_the_other_partys_answer_comes_without_what_the_reader_types_into(
    client: Client, world: World, bob: User
) -> None:
    page = read(client, bob)
    world.agree("alice", "product")

    status, told = news(client, page)

    assert status == 200
    assert "Product agreed" in plain(told)
    assert not re.search(r"<(textarea|input|select|form)", told)
    assert "has just changed" not in told
    assert news(client, told) == (204, "")


def test_a_text_that_moved_is_told_and_not_swapped(client: Client, world: World, bob: User) -> None:
    page = read(client, bob)
    fewer(world, 50)

    status, told = news(client, page)

    assert status == 200
    assert "Clause 1 has just changed." in plain(told)
    assert "Support counts 50" not in told
    client.force_login(bob)
    assert press(client, page, "agree", "1").status_code == 409
    world.agree("alice", "product")
    assert "Clause 1 has just changed." in plain(news(client, told)[1])


def test_statements_do_not_grow_with_what_was_answered(client: Client, world: World, bob: User) -> None:
    client.force_login(bob)
    with budget("agreement"):
        assert client.get(PAGE).status_code == 200

    world.agree("bob", "support")
    for most in (50, 40, 30):
        fewer(world, most)
        world.agree("alice", "product")
    assert Event.objects.count() > 5

    with budget("agreement"):
        assert client.get(PAGE).status_code == 200
    with budget("agreement history"):
        assert client.get(f"{PAGE}history/").status_code == 200

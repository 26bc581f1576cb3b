"""Every sentence of the agreement pages can be translated, and no form of anybody's breaks them."""

import random
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.models import Answer, Message, User
from accord.services.agreements import answers
from tests import world as worlds
from tests.tried import examples
from tests.web import pseudo
from tests.web.agreement_page import PAGE, read, shown
from tests.world import CLAUSES, World, with_key_result

pytestmark = pytest.mark.django_db
PEOPLE_WROTE = [
    "Alice Adler", "Bob Berg", "AA", "BB", "Northwind", "Product", "Support", "PRO", "SUP",
    "Calendar tickets, from 210 to 60 a week",
    "Support counts 60 or fewer in the last two weeks of December.", "Support counts 50 or fewer in December.",
    "Three fixes take out 150 tickets a week.", "Samples 100 tickets every Friday.", "Rebuild the sync",
    "Tag September again", "Correct cause tags", "Every calendar ticket carries one of the 18 causes.",
    "Tickets a week",
    "Tickets from Monday to Sunday.", "Desk", "a week", "Eliminate what frustrates customers", "Two weeks later.",
    "Why the 18th?", "fewer-tickets", "Q4 2026", "calm", "the last two weeks of",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        f"{PAGE}history/",
        f"{PAGE}print/",
        "/cycles/2026-q4/agreements/",
        "/cycles/2026-q4/two-teams/support/product/",
    ],
)
def test_no_sentence_is_left_out(client: Client, world: World, bob: User, address: str) -> None:
    world.agree("bob", "support")
    world.agree("alice", "product", CLAUSES[1:])
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 50 or fewer in December."))
    (fourth,) = world.seen("support", CLAUSES[3:4])
    answers.object_to(world.key_result, fourth, reason="Two weeks later.", by=world.actor("bob"), clock=world.clock)
    answers.ask(world.key_result, fourth, question="Why the 18th?", by=world.actor("bob"), clock=world.clock)
    client.force_login(bob)

    with pseudo.speaking():
        page = client.get(address).text

    words = sorted(
        {word for text in PEOPLE_WROTE for word in re.findall(r"[^\W\d_]{2,}", text)} | set(PEOPLE_WROTE), key=len
    )
    assert pseudo.untranslated(page, people_wrote=words[::-1]) == []


NAMES = st.sampled_from(
    ["agree", "ask", "object", "seen", "last_revision", "as-4", "ask-text-4", "object-text-1", "text", "team", "clause"]
)
VALUES = st.one_of(
    st.sampled_from(["", "all", "4", "0", "6", "support", "product", "support 4 ", "9" * 40, "-1", "\x00", "é\ud7ff"]),
    st.text(max_size=40),
)


@settings(
    max_examples=examples(120, on_postgresql=40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), st.booleans(), st.randoms(use_true_random=False))
def test_a_form_of_any_content_is_taken_or_refused_in_words(
    client: Client, world: World, bob: User, typed: list[tuple[str, str]], honest: bool, chance: random.Random
) -> None:
    if "_auth_user_id" not in client.session:
        client.force_login(bob)
    data: dict[str, list[str]] = {}
    for name, value in typed:
        data.setdefault(name, []).append(value)
    if honest:
        data["seen"] = data.get("seen", []) + chance.sample(shown(read(client, bob))["seen"], 2)

    for tail in ("answers/", "messages/"):
        response = client.post(f"{PAGE}{tail}", data)
        assert response.status_code in {302, 403, 409, 422}, response.status_code
        if response.status_code != 302:
            assert "<h1" in response.text
    assert set(Answer.objects.values_list("team__key", flat=True)) <= {"support"}
    assert set(Message.objects.values_list("team__key", flat=True)) <= {"support"}

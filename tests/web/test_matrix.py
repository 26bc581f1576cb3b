"""The matrix as a page: every cell is a sentence that leads to the two teams, whoever reads it."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from accord.models import KeyResult, User
from accord.services.cycles import closing, cycles
from tests import matrix_world
from tests.matrix_world import MatrixWorld, build
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/matrix/"
NAMES = [f"{each.title()} {number}" for each in matrix_world.DEPARTMENTS for number in range(1, 13)]
PEOPLE_WROTE = [
    *NAMES, "Making", "Selling", "Running", "Northwind", "Q4 2026", "Carol Cruz", "CC",
    *(f"{taker} with {giver}" for taker, giver in matrix_world.SOME),
]  # fmt: skip
CODE = re.compile(r'(<abbr[^>]*aria-hidden="true"[^>]*>)[^<]*(</abbr>)')


@pytest.fixture
def world() -> MatrixWorld:
    return build()


@pytest.fixture
def big() -> MatrixWorld:
    """36 teams, each of which needs the next, in three departments."""
    keys = [f"{department}-{n}" for department in matrix_world.DEPARTMENTS for n in range(1, 13)]
    return build(dict.fromkeys(zip(keys, [*keys[1:], keys[0]], strict=True), 1), each=12)


def links(page: str) -> dict[str, str]:
    """The cells: what each says, and where it leads."""
    cells = re.findall(r'<td[^>]*><a [^>]*aria-label="([^"]*)" href="([^"]*)"', page)
    return {unescape(sentence): unescape(href) for sentence, href in cells}


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_whoever_reads_it_each_cell_is_a_sentence_that_leads_to_the_two(
    client: Client, world: MatrixWorld, who: str
) -> None:
    world.agree("making-1", "selling-1")
    world.agree("selling-1", "making-1", "selling-1")
    world.agree("running-1", "making-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")
    client.force_login(world.account(who))

    page = client.get(PAGE).text

    to = "/cycles/2026-q4/two-teams"
    assert links(page) == {
        "Making 1 needs 2 things from Selling 1; both have agreed": f"{to}/making-1/selling-1/",
        "Selling 1 needs 1 thing from Making 1; an answer is missing in one agreement": f"{to}/selling-1/making-1/",
        "Making 2 needs 1 thing from Making 1; neither has answered yet": f"{to}/making-2/making-1/",
        "Running 1 needs 3 things from Making 1; there is an objection in one agreement": f"{to}/running-1/making-1/",
    }
    assert "Who needs whom: 1 of 4 is agreed" in plain(page)
    assert "it would be a yes if “Two of the three.”" in plain(page)
    for href in links(page).values():
        assert client.get(href, follow=True).status_code == 200


def test_a_stranger_signs_in_first(client: Client, world: MatrixWorld) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")


def test_a_readers_own_row_is_marked_for_eyes_and_ears(client: Client, world: MatrixWorld) -> None:
    client.force_login(world.account("bob"))
    page = client.get(PAGE).text

    (row,) = re.findall(r'<tr class="is-you">.*?</tr>', page, re.DOTALL)
    assert "Selling 1" in row
    assert "(your team)" in row
    client.force_login(world.account("carol"))
    assert "is-you" not in client.get(PAGE).text


def test_without_any_need_the_page_says_what_will_be_here(client: Client) -> None:
    world = build({})
    client.force_login(world.account("carol"))

    said = plain(client.get(PAGE).text)

    assert "No team needs anything from another yet" in said
    assert "Here you will see who needs whom" in said


def test_a_team_that_nobody_needs_is_named(client: Client, world: MatrixWorld) -> None:
    client.force_login(world.account("carol"))

    said = plain(client.get(PAGE).text)

    assert "Teams that need nobody and that nobody needs: Northwind, Making, Making 3, Selling," in said
    assert "Running 2 and Running 3." in said


def test_one_team_alone_and_only_what_is_open_can_be_asked_for(client: Client, world: MatrixWorld) -> None:
    world.agree("making-1", "selling-1")
    client.force_login(world.account("alice"))

    of_one = client.get(PAGE, {"team": "selling-1"}).text
    open_of_one = client.get(PAGE, {"team": "selling-1", "only": "open"}).text

    assert len(links(of_one)) == 2
    assert [sentence[:9] for sentence in links(open_of_one)] == ["Selling 1"]
    assert '<option value="selling-1" selected>' in of_one
    assert "Making 3 needs nobody" in plain(client.get(PAGE, {"team": "making-3"}).text)


@pytest.mark.parametrize("query", ["?team=nobody", "?team=<script>"])
def test_a_team_that_is_none_is_not_found(client: Client, world: MatrixWorld, query: str) -> None:
    client.force_login(world.account("carol"))

    assert client.get(PAGE + query).status_code == 404


def test_groups_open_by_their_address_one_after_the_other_and_close_again(client: Client, big: MatrixWorld) -> None:
    client.force_login(big.account("carol"))

    closed = client.get(PAGE).text
    assert next(iter(links(closed))) == (
        "Making (12 teams) need 11 things from each other; "
        "11 of 11 pairs of teams are not agreed, at worst: Not started. Open them"
    )
    (to_making,) = re.findall(r'id="of-making" href="([^"]*)"', closed)
    opened = client.get(unescape(to_making)).text
    (to_selling,) = re.findall(r'id="of-selling" href="([^"]*)"', opened)
    both = client.get(unescape(to_selling)).text
    (from_making,) = re.findall(r'id="of-making" href="([^"]*)"', both)

    assert to_making == f"{PAGE}?open=making#at-making"
    assert "Making 1 needs 1 thing from Making 2; neither has answered yet" in links(opened)
    assert unescape(to_selling) == f"{PAGE}?open=making&open=selling#at-selling"
    assert unescape(from_making) == f"{PAGE}?open=selling#at-making"
    assert re.findall(r'scope="rowgroup".*?id="of-([a-z]+)"', both) == ["making", "selling"]
    assert re.findall(r'scope="colgroup" colspan="(\d+)"', both) == ["12", "12", "1"]


def test_a_cell_of_groups_opens_both(client: Client, big: MatrixWorld) -> None:
    big.apply(matrix_world.the_plan({("making-1", "selling-5"): 1}, each=12))
    client.force_login(big.account("carol"))

    found = links(client.get(PAGE).text)

    (href,) = [href for sentence, href in found.items() if sentence.startswith("Making (12 teams) needs")]
    assert href == f"{PAGE}?open=making&open=selling#at-making"


@pytest.mark.parametrize("query", ["?open=nobody", "?open=", "?open=making-1", "?open=<script>", "?only=all"])
def test_an_address_that_opens_nothing_shows_the_page_as_it_is(client: Client, big: MatrixWorld, query: str) -> None:
    client.force_login(big.account("carol"))

    page = client.get(PAGE + query)

    assert page.status_code == 200
    assert len(links(page.text)) == 6
    assert "<script>" not in page.text.partition("<main")[2]


def test_with_scripts_only_the_matrix_comes_anew_and_what_was_opened_takes_the_focus(
    client: Client, big: MatrixWorld
) -> None:
    client.force_login(big.account("carol"))
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?open=selling"}

    part = client.get(f"{PAGE}?open=selling&open=making", headers=headers).text
    again = client.get(PAGE, headers=headers | {"HX-History-Restore-Request": "true"}).text

    assert part.lstrip().startswith('<div id="matrix"')
    assert re.findall(r'id="of-([a-z]+)"[^>]* data-focus', part) == ["making"]
    assert "<html" in again


def test_a_closed_cycle_is_there_to_be_read(client: Client, world: MatrixWorld) -> None:
    User.objects.filter(pk=world.account("ada").pk).update(is_admin=True)
    for result in KeyResult.objects.select_related("objective__team"):
        by = world.actor(matrix_world.LEADS.get(result.objective.team.key, "ada"))
        closing.close(result, grade=Decimal(1), by=by, clock=world.clock)
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)
    client.force_login(world.account("bob"))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert len(links(page.text)) == 4


@pytest.mark.parametrize("query", ["", "?team=making-1", "?only=open", "?team=making-3"])
def test_every_sentence_can_be_translated(client: Client, world: MatrixWorld, query: str) -> None:
    client.force_login(world.account("carol"))
    with pseudo.speaking():
        page = client.get(PAGE + query).text

    assert pseudo.untranslated(CODE.sub(r"\1\2", page), people_wrote=PEOPLE_WROTE) == []


def test_every_sentence_about_groups_can_be_translated(client: Client, big: MatrixWorld) -> None:
    client.force_login(big.account("carol"))
    wrote = [*PEOPLE_WROTE, *(name.lower().replace(" ", "-") + " with" for name in NAMES)]
    wrote += [name.lower().replace(" ", "-") for name in NAMES]
    with pseudo.speaking():
        page = client.get(f"{PAGE}?open=making").text

    assert pseudo.untranslated(CODE.sub(r"\1\2", page), people_wrote=wrote) == []


def test_it_keeps_its_budget(client: Client, world: MatrixWorld) -> None:
    client.force_login(world.account("carol"))
    client.get(PAGE)

    with budget("matrix"):
        client.get(PAGE)


def test_groups_cost_no_more(client: Client, big: MatrixWorld) -> None:
    client.force_login(big.account("carol"))
    client.get(PAGE)

    with budget("matrix"):
        client.get(f"{PAGE}?open=making")


def test_every_count_leads_to_the_list_of_as_many_pairs_of_teams(client: Client, world: MatrixWorld) -> None:
    world.agree("making-1", "selling-1")
    world.agree("selling-1", "making-1", "selling-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")
    client.force_login(world.account("carol"))

    page = client.get(PAGE).text
    counts = re.findall(
        r'href="(/cycles/2026-q4/matrix/[a-z]+/)">.*?<span class="num">(\d+)</span></a>', page, re.DOTALL
    )

    assert sum(int(count) for _, count in counts) == 4
    listed = {href: client.get(href).text for href, _ in counts}
    for href, count in counts:
        assert listed[href].count('class="row-title"') == int(count)
    said = plain(listed[f"{PAGE}objected/"])
    assert "In 1 place one of the two objects" in said
    assert "Running 1 needs 3 things from Making 1" in said
    assert "it would be a yes if “Two of the three.”" in said
    assert 'href="/cycles/2026-q4/two-teams/running-1/making-1/"' in listed[f"{PAGE}objected/"]


OPEN = re.compile(r'<td class="total num"><a data-label="Open" href="([^"]*)"><span>(\d+)')


def open_ones(client: Client, address: str) -> dict[str, int]:
    """What is open in each row: where the count leads, and how many it says."""
    return {unescape(href): int(count) for href, count in OPEN.findall(client.get(address).text)}


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?team=making-1", f"{PAGE}?only=open"])
def test_what_is_open_in_a_row_leads_to_as_many_pairs_of_teams(
    client: Client, world: MatrixWorld, address: str
) -> None:
    world.agree("making-1", "selling-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")
    client.force_login(world.account("carol"))

    counts = open_ones(client, address)

    assert sum(counts.values()) == 3
    assert {href: client.get(href).text.count('class="row-title"') for href in counts} == counts
    said = plain(client.get(next(href for href in counts if href.endswith("of=running-1"))).text)
    assert "In 1 place what is needed is not agreed" in said
    assert "What Running 1 needs in Q4 2026." in said
    assert "it would be a yes if “Two of the three.”" in said


def test_what_is_open_in_a_group_leads_to_all_of_its_teams_and_only_its_own(client: Client, big: MatrixWorld) -> None:
    client.force_login(big.account("carol"))

    closed, opened = (open_ones(client, each) for each in (PAGE, f"{PAGE}?open=making"))

    assert closed == {f"{PAGE}not-agreed/?below={each}": 12 for each in matrix_world.DEPARTMENTS}
    assert len(opened) == 12 + 2
    for href, count in {**closed, **opened}.items():
        assert client.get(href).text.count('class="row-title"') == count
    assert "What Making needs in Q4 2026." in plain(client.get(f"{PAGE}not-agreed/?below=making").text)
    assert client.get(f"{PAGE}not-agreed/?of=nobody").status_code == 404
    assert client.get(f"{PAGE}not-agreed/?below=nobody").status_code == 404


def test_the_list_of_a_team_is_its_own_and_knows_what_is_not_there(client: Client, world: MatrixWorld) -> None:
    client.force_login(world.account("carol"))

    (of_one,) = re.findall(r'href="([^"]*/matrix/untouched/[^"]*)">', client.get(PAGE, {"team": "making-2"}).text)

    assert unescape(of_one) == f"{PAGE}untouched/?team=making-2"
    said = plain(client.get(unescape(of_one)).text)
    assert "Making 2 needs 1 thing from Making 1" in said
    assert "Running 1" not in said
    assert "No two teams stand so today." in plain(client.get(f"{PAGE}agreed/").text)
    assert [client.get(f"{PAGE}{each}").status_code for each in ("so/", "open/?team=nobody")] == [404, 404]


def test_a_long_list_is_read_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch, world: MatrixWorld) -> None:
    monkeypatch.setattr("accord.queries.matrix.matrix_pairs.PAGE", 3)
    client.force_login(world.account("carol"))

    first = client.get(f"{PAGE}untouched/").text
    with budget("matrix, the pairs behind a count"):
        rest = client.get(f"{PAGE}untouched/?start=3").text

    assert (first.count('class="row-title"'), rest.count('class="row-title"')) == (3, 1)
    assert "Further in the list" in plain(first)
    assert "Earlier in the list" in plain(rest)

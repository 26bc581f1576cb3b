"""Who needs whom: how a pair stands by its agreements, and what meets in a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.matrix import RANK, Pair, Standing, count, pairs

COUNTS = st.integers(0, 3)
PAIRS = st.lists(
    st.builds(Pair, st.integers(0, 7), st.integers(0, 7), st.integers(1, 5), COUNTS, COUNTS, COUNTS, COUNTS, COUNTS),
    unique_by=lambda pair: pair.both,
)


@pytest.mark.parametrize(
    ("case", "counts", "standing", "moved"),
    [
        ("one objection outweighs all", {"objected": 1, "stale": 2, "open": 3, "agreed": 4}, Standing.OBJECTED, 1),
        ("what has changed outweighs what is not answered", {"stale": 2, "open": 3}, Standing.STALE, 2),
        ("an answer is missing", {"open": 1, "agreed": 5}, Standing.OPEN, 1),
        ("nobody has answered anything", {"untouched": 2}, Standing.UNTOUCHED, 2),
        ("somebody has answered, elsewhere", {"untouched": 2, "agreed": 1}, Standing.OPEN, 2),
        ("somebody has answered, a little", {"untouched": 1, "open": 1}, Standing.OPEN, 2),
        ("all is agreed", {"agreed": 3}, Standing.AGREED, 3),
    ],
)
def test_a_pair_stands_as_the_worst_of_its_agreements(
    case: str, counts: dict[str, int], standing: Standing, moved: int
) -> None:
    pair = Pair(1, 2, 9, **counts)

    assert (pair.standing, pair.moved) == (standing, moved), case


@given(PAIRS)
def test_whatever_is_put_together_everything_is_counted_once(pairs: list[Pair]) -> None:
    judged = [(pair, pair.standing) for pair in pairs]
    # Teams 0 to 3 stand each by itself, the others together.
    found = count(judged, {team: min(team, 4) for team in range(8)})

    cells = found.cells.values()
    assert sum(cell.pairs for cell in cells) == sum(found.standings.values()) == len(pairs)
    assert sum(cell.things for cell in cells) == sum(pair.things for pair in pairs)
    assert sum(cell.not_agreed for cell in cells) == len(pairs) - found.standings[Standing.AGREED]
    assert sum(each.teams for each in found.leaned.values()) == len(pairs)
    assert sum(each.things for each in found.leaned.values()) == sum(pair.things for pair in pairs)


@given(PAIRS)
def test_a_cell_stands_as_the_worst_of_its_pairs_and_a_single_one_is_known(pairs: list[Pair]) -> None:
    judged = [(pair, pair.standing) for pair in pairs]
    places = {team: team // 3 for team in range(8)}

    for (row, column), cell in count(judged, places).cells.items():
        inside = [pair for pair in pairs if (places[pair.taker], places[pair.giver]) == (row, column)]
        assert cell.standing == min((pair.standing for pair in inside), key=RANK.__getitem__)
        assert cell.only == (inside[0] if len(inside) == 1 else None)


def test_each_agreement_counts_once_however_much_is_needed_in_it_and_as_the_gravest_of_its_letters() -> None:
    unanswered, answered, objected = (
        ("ooooooaooo", "0000001000"),
        ("aaaaaooaoo", "0000000100"),
        ("aaaaaxsaaa", "0" * 10),
    )
    needs = [(1, 7, 8, *unanswered), (1, 7, 8, *unanswered), (2, 7, 8, *answered), (3, 7, 8, *objected)]
    needs += [(1, 7, 9, "aaaaaaaaaa", "0" * 10), (4, 9, 7, "aaaaasaaaa", "0" * 10)]
    assert sorted(pairs(needs)) == [
        Pair(7, 8, things=4, objected=1, open=1, untouched=1),
        Pair(7, 9, things=1, agreed=1),
        Pair(9, 7, things=1, stale=1),
    ]

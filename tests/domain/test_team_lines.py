"""Which teams a table shows one by one, and which together."""

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.team_lines import A_RUN, AT_ONCE, MOST_BELOW, MOST_LINES, lines, path_to

DEPARTMENTS = ("research", "sales")


def company(size: int = 40) -> dict[str, str | None]:
    """A company with two departments, the teams by turns in the one and the other."""
    parents: dict[str, str | None] = {"company": None, **dict.fromkeys(DEPARTMENTS, "company")}
    return parents | {f"team-{number}": DEPARTMENTS[number % 2] for number in range(size)}


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str | None]:
    parents: dict[str, str | None] = {}
    for number in range(draw(st.integers(1, 120))):
        above = draw(st.integers(-1, number - 1))
        parents[f"t{number}"] = None if above < 0 else f"t{above}"
    return parents


def test_few_teams_stand_each_by_itself_in_the_order_of_the_tree() -> None:
    parents = {"company": None, "a": "company", "b": "company", "a1": "a"}

    found = lines(parents, ["b", "a1", "a"])

    assert [line.key for line in found.lines] == ["a", "a1", "b"]
    assert not any(line.is_group for line in found.lines)


def test_many_are_grouped_by_what_is_directly_below_the_top() -> None:
    parents = company()

    found = lines(parents, list(parents))

    assert [(line.key, len(line.teams)) for line in found.lines] == [("company", 1), ("research", 21), ("sales", 21)]


def test_an_opened_group_shows_itself_and_what_is_below_it() -> None:
    parents = company()

    found = lines(parents, list(parents), ["sales"])

    inside = [line.key for line in found.lines if line.under == "sales"]
    assert inside == ["sales", *(f"team-{number}" for number in range(1, 40, 2))]
    assert [line.key for line in found.lines if line.under is None] == ["company", "research"]
    assert found.named == {"sales": ("sales",)}


def test_a_group_of_which_only_one_team_is_busy_is_that_team() -> None:
    parents = company(80)

    found = lines(parents, [team for team in parents if parents[team] != "sales"] + ["team-7"])

    assert [(line.key, line.is_group) for line in found.lines if line.key != "research"] == [
        ("company", False), ("sales", True),
    ]  # fmt: skip
    assert [line.key for line in lines(parents, [f"team-{n}" for n in range(0, 80, 2)] + ["team-7"]).lines] == [
        "research", "team-7",
    ]  # fmt: skip


def test_where_nothing_divides_hundreds_of_teams_they_come_in_runs() -> None:
    parents: dict[str, str | None] = {"company": None} | {f"t{number:03}": "company" for number in range(200)}

    found = lines(parents, list(parents))
    opened = lines(parents, list(parents), [found.lines[1].key])

    assert len(found.lines) == 1 + -(-200 // A_RUN)
    assert found.lines[1].named == ("t000", "t029")
    assert [line.key for line in opened.lines[1:31]] == [f"t{number:03}" for number in range(30)]


def test_too_many_opened_groups_leave_the_latest_open() -> None:
    parents: dict[str, str | None] = {"company": None}
    for group in range(8):
        parents |= {f"g{group}": "company"} | {f"g{group}-{number}": f"g{group}" for number in range(MOST_BELOW)}

    found = lines(parents, list(parents), [f"g{group}" for group in range(8)])

    assert len(found.lines) <= MOST_LINES
    assert found.opened == ("g5", "g6", "g7")


@given(trees(), st.data())
def test_every_busy_team_is_in_exactly_one_line(parents: dict[str, str | None], data: st.DataObject) -> None:
    busy = data.draw(st.lists(st.sampled_from(sorted(parents)), unique=True))
    opened = data.draw(st.lists(st.sampled_from([*sorted(parents), "~1", "nobody"]), unique=True))

    found = lines(parents, busy, opened)

    assert sorted(team for line in found.lines for team in line.teams) == sorted(busy)
    assert len({line.key for line in found.lines}) == len(found.lines)
    assert set(found.opened) <= set(opened)
    assert len(busy) > AT_ONCE or not any(line.is_group for line in found.lines)


@given(trees(), st.data())
def test_with_the_way_to_a_team_open_it_stands_by_itself(parents: dict[str, str | None], data: st.DataObject) -> None:
    team = data.draw(st.sampled_from(sorted(parents)))

    found = lines(parents, list(parents), path_to(team, parents))

    runs = [line for line in found.lines if len(line.named) > 1]
    assert runs or any(line.teams == (team,) or list(line.teams) == [team] for line in found.lines)

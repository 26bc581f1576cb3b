"""Charts: everything lies on the paper, in order, and says what it stands for."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.plan import Hold
from accord.web.drawings import BOTTOM, LEFT, RIGHT, TOP, chart, thinned

TODAY_Y = 34  # where the drawing has that word
START, END = date(2026, 10, 1), date(2026, 12, 31)
numbers = st.decimals(-10_000, 10_000, places=2)
series = st.lists(
    st.tuples(st.dates(START, END), numbers), min_size=1, max_size=12, unique_by=lambda point: point[0]
).map(sorted)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in path.removeprefix("M").split())]


@given(series, st.lists(numbers, max_size=2))
def test_everything_lies_on_the_paper(values: list[tuple[date, Decimal]], limits: list[Decimal]) -> None:
    made = chart(values, start=START, end=END, limits=limits, today=date(2026, 11, 15))

    assert made is not None
    assert made.last is not None
    placed = [(made.last.x, made.last.y), *(points(made.line) if made.line else [])]
    assert all(LEFT <= x <= RIGHT and TOP - 0.1 <= y <= BOTTOM + 0.1 for x, y in placed)
    assert all(TOP - 0.1 <= limit.y <= BOTTOM + 0.1 for limit in made.limits)
    assert [x for x, _ in placed[1:]] == sorted(x for x, _ in placed[1:])


@given(series)
def test_the_grid_is_of_round_values_that_hold_all_of_them(values: list[tuple[date, Decimal]]) -> None:
    made = chart(values, start=START, end=END)

    assert made is not None
    ticks = [Decimal(str(tick.value)) for tick in made.rows]
    assert 3 <= len(ticks) <= 7
    assert ticks == sorted(ticks)
    assert ticks[0] <= min(value for _, value in values)
    assert max(value for _, value in values) <= ticks[-1]
    assert [tick.at for tick in made.rows] == sorted((tick.at for tick in made.rows), reverse=True)


def test_higher_values_stand_higher_and_later_ones_further_right() -> None:
    made = chart([(START, Decimal(18)), (END, Decimal(8))], limits=[Decimal(8)])

    assert made is not None
    (first, last) = points(made.line)
    assert first[0] == LEFT
    assert last[0] == RIGHT
    assert first[1] < last[1] == made.limits[0].y


def test_a_single_value_is_a_point_without_a_line() -> None:
    made = chart([(START + timedelta(days=9), Decimal(5))], start=START, end=END)

    assert made is not None
    assert (made.line, made.last is not None) == ("", True)


def test_nothing_is_drawn_of_nothing_or_of_a_single_day() -> None:
    assert chart([], start=START, end=END) is None
    assert chart([(START, Decimal(5))]) is None


def test_a_day_outside_is_not_marked() -> None:
    made = chart(
        [(START, Decimal(1)), (END, Decimal(2))], today=END + timedelta(days=1), turns=[START, date(2027, 5, 1)]
    )

    assert made is not None
    assert made.today is None
    assert [mark.x for mark in made.turns] == [LEFT]


@given(st.lists(st.decimals(-1000, 1000, places=1), min_size=1, max_size=400), st.integers(4, 60))
def test_of_many_values_the_ends_and_the_extremes_stay(heights: list[Decimal], most: int) -> None:
    values = [(date(2026, 1, 1) + timedelta(days=place), height) for place, height in enumerate(heights)]
    kept = thinned(values, most=most)

    assert len(kept) <= max(most, 1)
    assert [each for each in values if each in set(kept)] == kept
    assert (kept[0], kept[-1]) == (values[0], values[-1])
    assert {min(heights), max(heights)} <= {height for _, height in kept}


def test_a_band_is_drawn_between_its_limits_and_open_to_the_edge() -> None:
    values = [(date(2026, 1, 1), Decimal(96)), (date(2026, 2, 1), Decimal(98))]
    both = chart(values, limits=[Decimal(95), Decimal(99)], hold=Hold(Decimal(95), Decimal(99)))
    least = chart(values, limits=[Decimal(95)], hold=Hold(Decimal(95), None))

    assert both is not None
    assert both.band is not None
    assert (both.band.y, both.band.y + both.band.height) == (both.limits[1].y, both.limits[0].y)
    assert least is not None
    assert least.band is not None
    assert least.band.y == TOP


@given(st.integers(0, 91), st.decimals(0, 100, places=0))
def test_the_latest_value_is_written_beside_the_word_today_never_over_it(day: int, value: Decimal) -> None:
    today = START + timedelta(days=day)
    made = chart([(START, Decimal(0)), (today, value)], start=START, end=END, limits=[Decimal(100)], today=today)

    assert made is not None
    assert made.last is not None
    assert made.last.word_y - 12 >= TODAY_Y or made.last.word_y <= TODAY_Y - 12

"""Seals, formats and the style sheet: what stands behind how pages look."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accord.web import formatting, shell, stylesheet
from accord.web.seals import INNER, OUTER, seal
from accord.web.states import CONFIDENCE, PACE, STATE

WEB = Path(stylesheet.__file__).parent
LETTERS = st.text("aosx", min_size=5, max_size=5)


@pytest.mark.parametrize(
    ("own", "others", "state"),
    [
        ("aaaaa", "aaaaa", "agreed"),
        ("aaaaa", "aaaxa", "objected"),
        ("asaaa", "aaaxa", "objected"),
        ("asaaa", "aaooa", "stale"),
        ("aaooo", "aoooo", "waiting"),
        ("ooooo", "ooooo", "none"),
    ],
)
def test_a_seal_shows_the_worst_that_any_party_says(own: str, others: str, state: str) -> None:
    assert seal(own, others).state == state


@given(LETTERS, LETTERS)
def test_an_arc_is_green_only_where_both_rings_agree(own: str, others: str) -> None:
    arcs = seal(own, others).arcs

    assert [arc.path for arc in arcs] == [*OUTER, *INNER]
    for place, (ours, theirs) in enumerate(zip(own, others, strict=True)):
        green = ["is-agreed" in arcs[place].css, "is-agreed" in arcs[place + 5].css]
        assert green == [ours == theirs == "a"] * 2
        assert [arcs[place].is_split, arcs[place + 5].is_split] == [ours == "x", theirs == "x"]


def test_a_seal_of_another_number_of_clauses_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        seal("aaaa", "aaaaa")


FRIDAY = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["Fri 20 Nov 2026", "Friday 20 November", "20 Nov", "09:40", "1,234.5"]),
        ("en-GB", ["Fri 20 Nov 2026", "Friday 20 November", "20 Nov", "09:40", "1,234.5"]),
        ("en-US", ["Fri, Nov 20, 2026", "Friday, November 20", "Nov 20", "9:40\u202fAM", "1,234.5"]),
        ("en-DE", ["Fri 20 Nov 2026", "Friday 20 November", "20 Nov", "09:40", "1.234,5"]),
        ("xx-yy", ["Fri 20 Nov 2026", "Friday 20 November", "20 Nov", "09:40", "1,234.5"]),
    ],
)
def test_days_times_and_numbers_follow_the_reader(language: str, written: list[str]) -> None:
    with translation.override(language), timezone.override("Europe/Berlin"):
        found = [
            formatting.day(FRIDAY, year=True),
            formatting.long_day(FRIDAY),
            formatting.short_day(FRIDAY),
            formatting.clock(FRIDAY),
            formatting.number(Decimal("1234.5")),
        ]

    assert found == written


def test_a_day_of_another_year_says_which() -> None:
    with translation.override("en"):
        assert formatting.day(date(2031, 1, 3)) == "Fri 3 Jan 2031"
        assert formatting.long_day(date(2031, 1, 3)) == "Friday 3 January 2031"
        assert formatting.short_day(date(2031, 1, 3)) == "3 Jan 2031"


def test_days_in_a_row_never_say_their_year_and_what_lasts_always_does() -> None:
    with translation.override("en"):
        assert formatting.short_day(date(2031, 1, 3), year=False) == "3 Jan"
        assert formatting.short_day(FRIDAY, year=True) == "20 Nov 2026"
        assert formatting.moment(FRIDAY, year=True).startswith("Fri 20 Nov 2026, ")


def test_a_moment_belongs_to_the_day_it_has_where_the_reader_is() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    with translation.override("en"), timezone.override("Asia/Tokyo"):
        assert formatting.short_day(late) == "21 Nov"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_no_digit_of_a_number_is_lost(value: Decimal) -> None:
    with translation.override("en"):
        assert Decimal(formatting.number(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Lindqvist", "ML"),
        ("João da Pinto", "JP"),
        ("Cher", "C"),
        ("", ""),
        ("(Ana) Ruiz", "R"),
        ("李 伟", "李伟"),
    ],
)
def test_a_face_has_the_first_and_the_last_initial(name: str, letters: str) -> None:
    assert formatting.initials(name) == letters


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 30), "Drafting"),
        (date(2026, 10, 1), "Week 1 of 13"),
        (date(2026, 11, 18), "Week 7 of 13"),
        (date(2026, 12, 31), "Week 13 of 13"),
        (date(2027, 1, 1), "Over"),
    ],
)
def test_a_cycle_is_somewhere_in_time(day: date, said: str) -> None:
    from accord.models import Cycle

    cycle = Cycle(key="q4", name="Q4", start=date(2026, 10, 1), end=date(2026, 12, 31))

    assert shell.time_of(cycle, day) == said
    assert shell.time_of(Cycle(start=cycle.start, end=cycle.end, closed_at=FRIDAY), day) == "Closed"


def test_the_style_sheet_is_one_file_with_every_part_in_its_layer(client: Client) -> None:
    response = client.get(f"/style/{stylesheet.version()}.css")

    assert "@import" not in response.text
    assert response.text.count("@layer components {") == len(list((WEB / "static/css/components").glob("*.css")))
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "line",
    [
        '@import url("components/two_words.css") layer(components);',
        '@import url("components/Cards.css") layer(components);',
        '@import url("print.css");',
        '@import "print.css" layer(print);',
    ],
)
def test_an_import_that_would_be_left_out_is_refused(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = tmp_path / "accord.css"
    entry.write_text(f'@import url("reset.css") layer(reset);\n{line}\n')
    (tmp_path / "reset.css").write_text("* { margin: 0 }")
    monkeypatch.setattr(stylesheet, "ENTRY", entry)
    monkeypatch.setattr(settings, "DEBUG", True)

    with pytest.raises(stylesheet.NotUnderstood, match=re.escape(line)):
        stylesheet.text()


def test_an_older_style_sheets_address_is_not_kept(client: Client) -> None:
    assert client.get("/style/000000000000.css").headers["Cache-Control"] == "no-cache"


def test_every_state_has_an_icon_and_a_look() -> None:
    drawn, css = _icons(), stylesheet.text()

    for look in (*STATE.values(), *PACE.values(), *CONFIDENCE.values()):
        assert look.icon in drawn
        assert f".{look.css}" in css


def test_every_icon_that_a_page_names_is_drawn() -> None:
    named = {
        name
        for template in (WEB / "templates").rglob("*.html")
        for name in re.findall(r"""\bicon\(["']([\w-]+)["']""", template.read_text(encoding="utf-8"))
    }

    assert named - _icons() == set()


def _icons() -> set[str]:
    return set(re.findall(r'id="i-([\w-]+)"', (WEB / "static/icons.svg").read_text(encoding="utf-8")))

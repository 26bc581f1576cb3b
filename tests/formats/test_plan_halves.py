"""A large plan is read in two halves, beside each other: as the same plan, wherever its text is cut."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accord.formats.plan import quick_files, yaml_halves
from accord.formats.plan.plan_file import PlanFile
from accord.formats.plan.quick import QuickReader
from accord.formats.plan.whole import quickly
from tests.formats.test_plan_mutations import EACH, lines_swapped, mutated
from tests.formats.test_plan_quick import FILES, SMALL

PLACES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
ORGANIZATION = "accord: 1\norganization: {id: mill, name: The Mill}\n"
CYCLE = "cycle: {id: c, name: C, start: 2026-10-01, end: 2026-12-31}\n"
PEOPLE = "people:\n- id: ana\n  name: Ana\n- id: ben\n  name: Ben\n- id: cy\n  name: Cy\n- id: dot\n  name: Dot\n"


class Copy:
    """Work that is done when it is begun, as by another core, and what came of it."""

    def __init__(self) -> None:
        self.made: list[Any] = []

    @contextmanager
    def beside(self, work: Callable[[], Iterable[Any]], *, is_worth_it: bool) -> Iterator[Iterator[Any]]:
        self.made.append(list(work()) if is_worth_it else [])
        yield iter(self.made[-1]) if is_worth_it else iter(work())


@pytest.fixture(params=PLACES)
def in_halves(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, Copy]]:
    """Reads files in two halves, cut at about one place, however small they are."""

    def read(*files: tuple[str, str | bytes]) -> tuple[PlanFile | None, Copy]:
        copy = Copy()
        with monkeypatch.context() as patched:
            patched.setattr(yaml_halves, "LARGE", 1)
            patched.setattr(quick_files, "LARGE_JSON", 1)
            patched.setattr(yaml_halves, "HERE", request.param)
            return quickly(as_bytes(files), copy.beside), copy

    return read


def as_bytes(files: Iterable[tuple[str, str | bytes]]) -> list[tuple[str, bytes]]:
    return [(name, data.encode() if isinstance(data, str) else data) for name, data in files]


def is_alike(one: PlanFile | None, other: PlanFile | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.plan, one.places) == (other.plan, other.places)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [mutated, lines_swapped])
def test_in_halves_is_read_what_is_read_as_a_whole(in_halves: Any, name: str, change: Any) -> None:
    chance = random.Random(f"halves {name}")
    for _ in range(EACH // 50):
        data = change(FILES[name], chance)

        assert is_alike(in_halves((name, data))[0], quickly([(name, data)])), data


@pytest.mark.parametrize(
    "text",
    [
        ORGANIZATION + CYCLE + PEOPLE,
        ORGANIZATION + PEOPLE + CYCLE,
        PEOPLE + CYCLE + ORGANIZATION,
        "\ufeff" + ORGANIZATION + CYCLE + PEOPLE,
        ORGANIZATION + CYCLE + PEOPLE.replace("people:", "people:\n# everybody\n"),
        FILES["dumped.yaml"],
    ],
)
def test_however_a_text_is_cut_all_of_it_is_read(in_halves: Any, text: str) -> None:
    read, _ = in_halves(("plan.yaml", text.replace("\n", "\r\n")))
    assert read is not None
    assert is_alike(read, quickly([("plan.yaml", text.encode())]))


def test_of_several_files_those_behind_the_middle_are_read_beside(in_halves: Any) -> None:
    files = [("b.yaml", ORGANIZATION), ("c.yaml", CYCLE + "accord: 1\n"), ("d.yaml", PEOPLE + "accord: 1\n")]
    files.insert(1, ("a.json", '{"accord": 1, "teams": [{"id": "t", "name": "T"}]}'))

    read, copy = in_halves(*files)

    assert is_alike(read, quickly(as_bytes(files)))
    assert read.places["team", "t"] == ("a.json", 1)
    assert [len(made) for made in copy.made] == [1, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        PEOPLE + PEOPLE.replace("id: ", "id: other-"),  # the key of the list that is cut, once more
        PEOPLE + ORGANIZATION,
        PEOPLE.replace("- id: ben", "-id: ben"),
        PEOPLE.replace("- id: dot", "- id: ana"),
        PEOPLE.replace("- id: ben", " - id: ben"),
        PEOPLE.replace("- id: cy", "other: 1\n- id: cy"),
        PEOPLE.replace("- id: dot", "---\n- id: dot"),
        PEOPLE.replace("name: Cy", "name: 'Cy\n- id: x'"),
        PEOPLE.replace("people:", "people: []"),
        PEOPLE.replace("people:", "people: [{id: eve, name: Eve}]"),
        PEOPLE.replace("people:", "people: ~"),
        PEOPLE.replace("people:\n- id: ana", "people:\n  - id: ana"),
    ],
)
def test_what_is_wrong_is_never_read_in_halves(in_halves: Any, wrong: str) -> None:
    assert in_halves(("p.yaml", ORGANIZATION + CYCLE + PEOPLE))[0]
    assert in_halves(("p.yaml", ORGANIZATION + CYCLE + wrong))[0] is None


@pytest.mark.parametrize("wrong", ['"mill": 1,', '"id": "mill",', '"why": "\\u0007",', '"x": 0.12345678901234567,'])
def test_bytes_that_are_doubtful_are_seen_beside_reading_them(in_halves: Any, wrong: str) -> None:
    text = '{"accord": 1, "organization": {@"id": "mill", "name": "The Mill"}, "cycle": '
    text += '{"id": "c", "name": "C", "start": "2026-10-01", "end": "2026-12-31"}}'

    assert in_halves(("p.json", text.replace("@", "")))[0]
    assert in_halves(("p.json", text.replace("@", wrong)))[0] is None


def test_a_list_is_cut_between_two_of_its_items(in_halves: Any) -> None:
    text = ORGANIZATION + CYCLE + PEOPLE + "".join(f"- id: p{number}\n  name: P{number}\n" for number in range(200))

    read, copy = in_halves(("plan.yaml", text))
    (_, (others,)) = copy.made

    assert is_alike(read, quickly([("plan.yaml", text.encode())]))
    assert 0 < len(others[0].ids) < 200


def test_what_is_read_here_is_made_into_a_plan_while_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_halves, "LARGE", 1)
    monkeypatch.setattr(yaml_halves, "HERE", 0.9)

    @contextmanager
    def never_done(work: Callable[[], Iterable[Any]], *, is_worth_it: bool) -> Iterator[Iterator[Any]]:
        def waited_for() -> Iterator[Any]:
            yield pytest.fail("waited for the rest")

        yield waited_for() if is_worth_it else iter(work())

    parts = quick_files.quick_parts(as_bytes([("p.yaml", ORGANIZATION + CYCLE + PEOPLE)]), QuickReader(), never_done)

    assert [person.id for person in next(parts).part.people] == ["ana", "ben"]
    with pytest.raises(pytest.fail.Exception, match="the rest"):
        next(parts)


def test_a_small_plan_is_read_at_once() -> None:
    copy = Copy()

    assert quickly([("p.yaml", SMALL.encode())], copy.beside)
    assert copy.made == [[], []]

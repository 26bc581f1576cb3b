"""`accord explain`: every check is explained, whichever way it is called."""

import pytest

from accord.domain.checks.registry import CHECKS
from tests.cli.shell import accord, accord_json

KEYS = {"code", "name", "title", "severity", "family", "meaning", "help", "installation_only"}


def test_a_check_is_explained_with_when_it_speaks_and_how_to_mend_it() -> None:
    assert accord("explain", "AL304").stdout == (
        "AL304 promised-too-late (error)\n"
        "Dependencies: will what is needed come, and in time?\n"
        "\n"
        "When it speaks\n"
        "  A need is promised for a day after the one it is needed by.\n"
        "\n"
        "How to mend it, and why\n"
        "  Talk to each other: an earlier promise, a smaller need, or a later date. It is cheapest to say now.\n"
    )


@pytest.mark.parametrize("called", ["AL304", "al304", "Al304", " al304 ", "promised-too-late"])
def test_case_and_name_are_as_good(called: str) -> None:
    assert accord_json("explain", called)["code"] == "AL304"


def test_all_are_listed_by_family() -> None:
    listed = accord("explain").stdout

    places = [listed.index(f"  {check.code}  {check.severity.value:<7}  {check.name}") for check in CHECKS]
    assert places == sorted(places)
    assert listed.index("Dependencies: ") < places[16] < listed.index("Contributions: ")
    starred = {line.split()[0] for line in listed.splitlines() if line.endswith(" *")}
    assert starred == {check.code for check in CHECKS if check.is_installed}


def test_programs_get_all_of_them_whole() -> None:
    checks = accord_json("explain")["checks"]

    assert [check["code"] for check in checks] == [check.code for check in CHECKS]
    for check in checks:
        assert check.keys() == KEYS
        assert all(value for name, value in check.items() if name != "installation_only")
        assert accord_json("explain", check["code"]) == check
    assert len({check["meaning"] for check in checks}) == len({check["help"] for check in checks}) == len(CHECKS)


@pytest.mark.parametrize(
    ("called", "hint"),
    [
        ("AL3O4", "Did you mean AL304?"),
        ("promised-to-late", "Did you mean promised-too-late?"),
        ("AL999", "`accord explain` lists them all."),
        ("AL3", "`accord explain` lists them all."),
        ("", "`accord explain` lists them all."),
    ],
)
def test_an_unknown_code_is_wrong_use_and_a_near_one_is_named(called: str, hint: str) -> None:
    for form in ("text", "json"):
        done = accord("explain", called, "--format", form)

        assert (done.exit_code, done.stdout) == (2, "")
        assert hint in done.stderr

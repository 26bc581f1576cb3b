"""An address is filled in from its route's form, and is what the route itself would say."""

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from accord.web.addresses import url


@pytest.mark.parametrize(
    "key", ["team-1", "pricing-support-east-5.1", "ä ö", "a?b=c", "o'clock", "-x", "..", "{0}", "%s", "mark-of-0", "7"]
)
def test_an_address_is_what_its_route_says_whatever_is_named(key: str) -> None:
    assert url("team", cycle="2026-q4", key=key) == reverse("team", kwargs={"cycle": "2026-q4", "key": key})
    assert url("person", key) == reverse("person", args=[key])


@pytest.mark.parametrize(
    ("name", "values"), [("team", {"cycle": "2026-q4", "key": "a/b"}), ("still_signed_in", {"account": "x"})]
)
def test_what_no_address_can_hold_is_refused_as_its_route_refuses_it(name: str, values: dict[str, object]) -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            url(name, **values)


def test_an_address_says_where_accord_is_mounted() -> None:
    before, prefix = url("person", key="mara"), get_script_prefix()
    try:
        set_script_prefix("/okr/")
        assert url("person", key="mara") == f"/okr{before}"
    finally:
        set_script_prefix(prefix)
    assert url("person", key="mara") == before

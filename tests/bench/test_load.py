"""What the crowd of the bench makes of pages, and what is told of it."""

from bench.crowd import Took
from bench.forms import form_with
from bench.load import Load, told

PAGE = """
<form action="/find"><input name="q" type="search"></form>
<form action="/check-in/"><input type="hidden" name="seen" value="70"><input name="value" value="">
<input type="radio" name="confidence" value="likely"><textarea name="note"></textarea></form>
<form action="/answers/"><input type="hidden" name="part" value="ab">
<button name="agree" value="1">Agree</button></form>
"""


def crowd(*, requests: int, slow: int = 0, status: int = 200) -> Load:
    took = [Took("read", 200, 20.0, "GET /")] * (requests - slow - 1) + [Took("read", 200, 900.0, "GET /")] * slow
    return Load(seconds=10.0, took=[*took, Took("write", status, 30.0, "POST /check-in/")])


def test_a_form_is_known_by_a_field_or_a_button_of_its_own() -> None:
    checking_in, agreeing = form_with("value", PAGE), form_with("agree", PAGE)

    assert checking_in
    assert checking_in.action == "/check-in/"
    assert checking_in.fields == [("seen", "70"), ("value", ""), ("note", "")]
    assert agreeing
    assert (agreeing.fields, agreeing.buttons) == ([("part", "ab")], [("agree", "1")])
    assert form_with("withdraw", PAGE) is None


def test_load_is_held_where_it_is_enough_quick_and_without_an_error() -> None:
    assert crowd(requests=1200).is_held
    assert crowd(requests=1200, slow=11).is_held
    assert crowd(requests=1200, status=409).is_held
    assert not crowd(requests=1199).is_held
    assert not crowd(requests=1200, slow=12).is_held
    assert not crowd(requests=1200, status=500).is_held
    assert not crowd(requests=1200, status=0).is_held


def test_both_kinds_of_requests_are_told_apart() -> None:
    head, both, read, written = told(crowd(requests=1200, slow=2, status=502))

    assert [len(line) for line in (both, read, written)] == [len(head)] * 3
    assert list(both) == ["mixed load", "1,200", "120", "20", "20", "20", "900", "1", "250 ms at 120/s", "missed"]
    assert list(read[:3]) == ["of it read", "1,199", "120"]
    assert list(written[:8]) == ["of it written", "1", "0", "30", "30", "30", "30", "1"]

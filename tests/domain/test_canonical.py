import unicodedata
from decimal import Decimal

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.canonical import Content, canonical_text, decimal_text, encode, fingerprint, written

FIELDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    TEXTS | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)
CONTENTS = st.dictionaries(FIELDS, VALUES, max_size=6)
# At most 18 digits before and 12 after the point, as a plan file may hold.
DECIMALS = st.decimals(-(10**18) + 1, 10**18 - 1, places=12)


@given(CONTENTS)
def test_content_is_written_as_rfc_8785_says(content: Content) -> None:
    assert encode(content) == rfc8785.dumps(content)


@given(CONTENTS)
def test_what_is_hashed_can_be_read_back_so_that_only_equal_content_has_equal_bytes(content: Content) -> None:
    assert orjson.loads(encode(content)) == content


@given(CONTENTS)
def test_content_that_was_written_before_is_hashed_like_any_other(content: Content) -> None:
    assert encode({"metrics": [written(content)], "schema": 1}) == encode({"metrics": [content], "schema": 1})


def test_a_fingerprint_is_the_sha_256_of_the_canonical_bytes() -> None:
    # Known from outside: printf '{}' | sha256sum
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(CONTENTS)
def test_the_order_of_keys_does_not_count(content: Content) -> None:
    assert fingerprint(dict(reversed(content.items()))) == fingerprint(content)


@given(TEXTS)
def test_composed_and_decomposed_texts_are_one(text: str) -> None:
    forms = {canonical_text(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert forms == {canonical_text(text)}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (None, None),
        ("", None),
        (" \t\r\n\u3000", None),
        ("  two  words ", "two  words"),
        ("one\r\ntwo\n", "one\ntwo"),
        ("a\rb", "a\rb"),
        ("Gro\u0308\u00dfe", "Gr\u00f6\u00dfe"),
    ],
)
def test_a_text_has_one_form(written: str | None, canonical: str | None) -> None:
    assert canonical_text(written) == canonical


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("0100.50", "100.5"),
        ("1E+3", "1000"),
        ("1.5E-7", "0.00000015"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0E-12", "0"),
        ("-12.340", "-12.34"),
        ("999999999999999999.999999999999", "999999999999999999.999999999999"),
    ],
)
def test_a_number_has_one_shortest_form(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@given(DECIMALS, st.integers(0, 3))
def test_a_numbers_text_is_exact_and_the_same_however_many_zeros_follow(number: Decimal, zeros: int) -> None:
    text = decimal_text(number)
    assert text is not None
    assert Decimal(text) == number
    assert decimal_text(Decimal(f"{number:f}" + "0" * zeros)) == text
    assert "E" not in text

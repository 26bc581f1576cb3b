"""Pages are packed for browsers that take them so, and say the same."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from accord.config.middleware import Packing

TEXT = b"Support and Product agree on what counts as done. " * 100


def answered(response: "HttpResponse | StreamingHttpResponse", accepts: str = "gzip, br") -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    found = Packing(lambda _: response)(request)
    assert isinstance(found, HttpResponse | StreamingHttpResponse)
    return found  # type: ignore[return-value]


def test_a_page_is_packed_and_says_the_same() -> None:
    page = answered(HttpResponse(TEXT))

    assert gzip.decompress(page.content) == TEXT
    assert (page.headers["Content-Encoding"], page.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert int(page.headers["Content-Length"]) == len(page.content) < len(TEXT) / 5


def test_how_long_a_packed_page_is_tells_nothing_of_what_is_in_it() -> None:
    assert len({len(answered(HttpResponse(TEXT)).content) for _ in range(20)}) > 5


@pytest.mark.parametrize(
    ("response", "accepts"),
    [
        (HttpResponse(TEXT), "br"),
        (HttpResponse(TEXT), ""),
        (HttpResponse(b"Short."), "gzip"),
        (HttpResponse(TEXT, headers={"Content-Encoding": "identity"}), "gzip"),
        (HttpResponse(bytes(range(256))), "gzip"),
    ],
    ids=["takes another", "takes none", "short", "packed already", "would become longer"],
)
def test_what_is_not_to_be_packed_is_sent_as_it_is(response: HttpResponse, accepts: str) -> None:
    content = response.content

    assert answered(response, accepts).content == content
    assert response.headers.get("Content-Encoding") != "gzip"


def test_the_mark_of_a_version_no_longer_says_that_every_byte_is_the_same() -> None:
    assert answered(HttpResponse(TEXT, headers={"ETag": '"v1"'})).headers["ETag"] == 'W/"v1"'
    assert answered(HttpResponse(TEXT, headers={"ETag": 'W/"v1"'})).headers["ETag"] == 'W/"v1"'


def test_what_is_streamed_is_packed_piece_by_piece() -> None:
    page = answered(StreamingHttpResponse(iter([TEXT, TEXT])))

    assert gzip.decompress(b"".join(page)) == TEXT * 2


def test_pages_come_packed(client: Client, db: None) -> None:
    page = client.get("/sign-in/", headers={"Accept-Encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert b"<html" in gzip.decompress(page.content)

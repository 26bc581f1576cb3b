"""Pages for what went wrong: they say what is safe, and none of them needs what may be broken."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from accord.models import User
from accord.web import urls
from accord.web.views import errors


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


class Breaking:
    """The pages of Accord, and one that always fails."""

    urlpatterns = (path("breaks/", breaks), *urls.urlpatterns)
    handler500 = "accord.web.views.errors.server_error"


def test_what_is_not_there_says_what_to_do(client: Client, mara: User) -> None:
    client.force_login(mara)

    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "Nothing you wrote is lost" in response.text
    assert "not-found" in response.text
    assert 'class="rail"' in response.text


@pytest.mark.django_db
def test_a_stranger_is_told_the_same_without_the_shell(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert 'class="rail"' not in response.text


@override_settings(ROOT_URLCONF=Breaking)
def test_a_failure_says_what_may_be_lost(client: Client, mara: User) -> None:
    client.force_login(mara)
    client.raise_request_exception = False

    response = client.get("/breaks/")

    assert response.status_code == 500
    assert "Everything before it is safe" in response.text
    assert "on purpose" not in response.text


def test_the_page_of_a_failure_asks_nothing_of_the_database() -> None:
    """Run without a database: pytest refuses any statement."""
    assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_what_is_too_large_is_refused_with_words(client: Client, mara: User) -> None:
    client.force_login(mara)

    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        response = client.post("/preferences/", {"format": "x" * 200})

    assert response.status_code == 413
    assert "smaller pieces" in response.text


def test_what_cannot_be_read_is_refused_with_words(client: Client, mara: User) -> None:
    response = client.get("/sign-in/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "Nothing was changed" in response.text


def test_an_address_that_only_takes_forms_says_so(client: Client, mara: User) -> None:
    client.force_login(mara)

    response = client.get("/sign-out/")

    assert response.status_code == 405
    assert "only takes what a form sends" in response.text


@pytest.mark.parametrize("trouble", [each for each in vars(errors).values() if isinstance(each, errors.Trouble)])
def test_every_trouble_is_named_with_a_code_and_a_time(trouble: errors.Trouble) -> None:
    request = RequestFactory().get("/")

    response = errors.page(request, trouble)

    assert response.status_code == trouble.status
    assert trouble.code in response.content.decode()

"""All templates together: nothing inline, nothing of another engine, every sentence extracted."""

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.test import Client

import accord.web
from accord.models import User

TEMPLATES = Path(accord.web.__file__).parent / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:|hx-vars", re.IGNORECASE
)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(TEMPLATES).as_posix() for page in PAGES])
def test_a_template_has_no_inline_style_or_script(page: Path) -> None:
    assert INLINE.findall(JINJA.sub("", page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(TEMPLATES).as_posix() for page in PAGES])
def test_a_template_can_be_compiled_and_begins_with_what_it_is(page: Path) -> None:
    get_template(page.relative_to(TEMPLATES).as_posix())

    assert page.read_text(encoding="utf-8").startswith("{#")


def test_inline_code_would_be_found() -> None:
    for code in ('<p style="x">', "<script>x", '<a onclick="x">', '<a href="javascript:x">', "<style>"):
        assert INLINE.search(code)


@pytest.mark.parametrize(
    "name",
    [
        "account/login.html",
        "account/email/password_reset_key_message.txt",
        "account/messages/logged_in.txt",
        "registration/login.html",
        "django/forms/widgets/input.html",
        "429.html",
    ],
)
def test_no_page_of_another_engine_can_be_rendered(name: str) -> None:
    assert [engine.name for engine in engines.all()] == ["jinja2"]
    with pytest.raises(TemplateDoesNotExist):
        get_template(name)


def test_a_page_says_what_a_browser_may_do_with_it(client: Client, mara: User) -> None:
    client.force_login(mara)

    headers = client.get("/preferences/").headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_what_is_undefined_is_an_error_and_what_people_wrote_is_escaped() -> None:
    from jinja2 import UndefinedError

    engine = engines["jinja2"]

    assert engine.from_string("{{ text }}").render({"text": "<b>"}) == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        engine.from_string("{{ nobody.set_this }}").render({})


def test_what_is_left_out_of_a_text_is_shown_by_one_sign() -> None:
    shown = (
        engines["jinja2"]
        .from_string("{{ text | truncate(20) }}")
        .render({"text": "Reports on time, every single week"})
    )

    assert shown == "Reports on time,…"

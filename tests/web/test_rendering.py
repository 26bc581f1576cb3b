"""What is kept between requests never reaches a reader of another language, format or time zone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.test import Client
from django.urls import set_script_prefix
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

import accord.web
from accord.models import User
from accord.web.escaping import escaped
from accord.web.keeping import KEPT
from tests.web import pseudo

TEMPLATES = Path(accord.web.__file__).parent / "templates"
LATE = datetime(2020, 11, 20, 23, 30, tzinfo=UTC)


def render(source: str, **given: object) -> str:
    text: str = engines["jinja2"].from_string(source).render(given)
    return text


def test_sentences_follow_the_language_whatever_was_read_before() -> None:
    source = "{{ _('Agreements') }} {{ _('clause %(number)s', number=2) }} {{ STATE.agreed.word }}"

    for _ in range(2):
        assert render(source) == "Agreements clause 2 Agreed"
        with pseudo.speaking():
            marked = [pseudo.marked("Agreements"), pseudo.marked("clause %(number)s") % {"number": 2}]
            assert render(source) == " ".join([*marked, pseudo.marked("Agreed")])


@pytest.mark.parametrize("times", [1, 2])
def test_days_times_and_numbers_follow_the_reader_whatever_was_read_before(times: int) -> None:
    source = "{{ at | day }}, {{ at | short_day }}, {{ at | clock }}, {{ 1234.5 | number }}"
    written = {
        ("en-GB", "Europe/London"): "Fri 20 Nov 2020, 20 Nov 2020, 23:30, 1,234.5",
        ("en-US", "Asia/Tokyo"): "Sat, Nov 21, 2020, Nov 21, 2020, 8:30\N{NARROW NO-BREAK SPACE}AM, 1,234.5",
        ("en-DE", "Europe/Berlin"): "Sat 21 Nov 2020, 21 Nov 2020, 00:30, 1.234,5",
    }

    for (language, zone), expected in [*written.items()] * times:
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            assert render(source, at=LATE) == expected


@pytest.fixture
def mounted_below() -> Iterator[None]:
    set_script_prefix("/okr/")
    yield
    set_script_prefix("/")


def test_an_address_is_kept_for_where_accord_is_mounted(mounted_below: None) -> None:
    source = "{{ url('team', cycle='q4', key='a b') }}"

    assert render(source) == "/okr/cycles/q4/teams/a%20b/"
    set_script_prefix("/")
    assert render(source) == "/cycles/q4/teams/a%20b/"


def test_variables_of_a_sentence_are_escaped_and_a_per_cent_sign_stays_one() -> None:
    assert render("{{ _('Object to %(what)s', what=it) }}", it="<b>") == "Object to &lt;b&gt;"
    assert render("{{ _('to 100%%') }}") == "to 100%"
    assert render("{{ ngettext('%(num)s day', '%(num)s days', 3) }}") == "3 days"
    assert render("{% trans it %}Object to {{ it }}, 5%{% endtrans %}", it="<b>") == "Object to &lt;b&gt;, 5%"


@given(st.one_of(st.text(), st.text("<>&'\" a").map(Markup), st.integers(), st.decimals(), st.none()))
def test_what_is_put_out_is_escaped_as_jinja_escapes_it(value: object) -> None:
    assert escaped(value) == escape(value)
    assert render("{{ value }}", value=value) == str(escape(value))


def test_a_page_has_one_token_for_all_its_forms(client: Client, mara: User) -> None:
    client.force_login(mara)

    tokens = set(re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', client.get("/preferences/").text))

    assert len(tokens) == 1


def test_what_a_template_calls_is_called_as_jinja_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
    {% macro plain(name, how="so", after=name) -%}{{ name }} {{ how }} {{ after }}{%- endmacro %}
    {% macro say(it, how="so") -%}
    {{ it }} {{ how }} {{ varargs | join }}{{ caller() if caller is defined }}
    {%- endmacro %}
    {% for n in range(2) %}{{ say("<i>", "x", n) }}{% call say(n) %}{{ words.upper() }}{% endcall %}{% endfor %}
    {% for n in range(2) %}{{ plain("<i>") }}{{ plain(n, after=words) }}{{ plain(*[words, n]) }}{% endfor %}
    {% set kept = plain(words) %}{{ kept }}{{ plain(how=1, name=kept) }}
    {{ cycler("odd", "even").next() }}{{ namespace(a=1).a }}{{ lipsum(n=1) is string }}"""

    straight = render(source, words="a & b")
    monkeypatch.setattr(engines["jinja2"].env, "code_generator_class", CodeGenerator)  # type: ignore[attr-defined]

    assert straight == render(source, words="a & b")


def test_a_macro_says_what_it_was_not_given() -> None:
    with pytest.raises(UndefinedError, match="name"):
        render("{% macro plain(name) %}{{ name }}{% endmacro %}{{ plain() }}")


@pytest.mark.parametrize("name", sorted({template for template, _ in KEPT}))
def test_what_is_kept_is_kept_for_all_pages(name: str) -> None:
    """Imported with a page's context, a template's macros are made anew, and keep nothing."""
    anew = re.compile(rf'from "{name}" import [^%]*with context')

    assert [page.name for page in TEMPLATES.rglob("*.html") if anew.search(page.read_text(encoding="utf-8"))] == []


def test_what_is_imported_once_for_all_says_nothing_until_it_is_called() -> None:
    """Its module is made by the first reader who needs it; words in it would stay in that reader's language."""
    engine = engines["jinja2"].env  # type: ignore[attr-defined]
    trees = {
        page.relative_to(TEMPLATES).as_posix(): engine.parse(page.read_text(encoding="utf-8"))
        for page in TEMPLATES.rglob("*.html")
    }
    imports = [each for tree in trees.values() for each in tree.find_all((nodes.Import, nodes.FromImport))]
    once_for_all = {each.template.as_const() for each in imports if not each.with_context}

    spoken = [(name, word) for name in once_for_all for word in _spoken_outside_macros(trees[name])]

    assert "parts/marks.html" in once_for_all
    assert spoken == []
    assert list(_spoken_outside_macros(engine.parse("{% set A = _('Agreed') %}"))) == ["_"]


def _spoken_outside_macros(tree: nodes.Template) -> Iterator[str]:
    for node in (each for each in tree.body if not isinstance(each, nodes.Macro)):
        for call in node.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}:
                yield call.node.name

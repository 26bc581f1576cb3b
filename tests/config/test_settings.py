"""Settings come from the environment, and every wrong value is a message."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from accord.config import readers
from accord.config.env import WrongSettings


@pytest.fixture(autouse=True)
def an_empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("ACCORD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ACCORD_HOME", str(tmp_path))


def settings() -> dict[str, Any]:
    return runpy.run_path(str(Path(readers.__file__).with_name("settings.py")))


def settings_with(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return settings()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ACCORD_URL", "accord.example.org", "is no address. Use the address people type"),
        ("ACCORD_URL", "https://accord.example.org/okr", "is no address"),
        ("ACCORD_URL", "http://accord.example.org:http", "is no address"),
        ("ACCORD_DATABASE_URL", "mysql://host/accord", "neither SQLite nor PostgreSQL. Use sqlite:////srv"),
        ("ACCORD_DATABASE_URL", "sqlite://accord.sqlite3", "no absolute path"),
        ("ACCORD_DATABASE_URL", "postgresql://host", "names no database"),
        ("ACCORD_MAIL_URL", "mail.example.org", "names no mail server. Use smtp://"),
        ("ACCORD_LANGUAGE", "tlh", "does not speak “tlh”. Use one of: en."),
        ("ACCORD_TIME_ZONE", "Berlin", "is no time zone. Use a name of the tz database"),
        ("ACCORD_DEMO", "maybe", "neither yes nor no. Use 1 or 0."),
        ("ACCORD_DEBUG", "2", "neither yes nor no"),
        ("ACCORD_WORKERS", "0", "Use a whole number from 1 to 64."),
        ("ACCORD_WORKERS", "two", "Use a whole number from 1 to 64."),
        ("ACCORD_SECRET_KEY_FILE", "/nowhere/key", "cannot read /nowhere/key (No such file or directory)"),
    ],
)
def test_a_wrong_value_says_what_is_wrong_and_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    with pytest.raises(WrongSettings) as refused:
        settings_with(monkeypatch, **{name: value})

    (problem,) = refused.value.problems
    assert problem.startswith(f"{name}: ")
    assert message in problem


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettings) as refused:
        settings_with(monkeypatch, ACCORD_URL="x", ACCORD_TIME_ZONE="x", ACCORD_WORKERS="x")

    named = {problem.partition(":")[0] for problem in refused.value.problems}
    assert named == {"ACCORD_URL", "ACCORD_TIME_ZONE", "ACCORD_WORKERS"}


@pytest.mark.parametrize("name", ["ACCORD_DATABASE_URL", "ACCORD_MAIL_URL"])
def test_a_message_never_repeats_a_password(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        settings_with(monkeypatch, **{name: "nonsense://accord:t0psecret@host/x"})

    assert "t0psecret" not in str(refused.value)


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "database").write_text("postgresql://accord:p%40ss@db:6543/okr?sslmode=require\n")

    (database,) = settings_with(monkeypatch, ACCORD_DATABASE_URL_FILE=str(tmp_path / "database"))["DATABASES"].values()

    assert (database["ENGINE"], database["NAME"], database["PORT"]) == ("django.db.backends.postgresql", "okr", "6543")
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("accord", "p@ss", "db")
    assert database["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off"}


def test_what_the_address_asks_of_postgresql_comes_last() -> None:
    database = readers.database("postgresql://host/accord?options=-c%20jit%3Don")

    assert database["OPTIONS"] == {"options": "-c jit=off -c jit=on"}


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="both ACCORD_SECRET_KEY and ACCORD_SECRET_KEY_FILE are set"):
        settings_with(monkeypatch, ACCORD_SECRET_KEY="a", ACCORD_SECRET_KEY_FILE=str(tmp_path / "key"))


def test_without_any_variable_accord_runs_for_this_machine_alone(tmp_path: Path) -> None:
    found = settings()

    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "accord.sqlite3")
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]
    assert not found["DEBUG"]
    assert not found["ACCORD_DEMO"]
    assert found["SECRET_KEY"] == ""


def test_an_https_address_makes_cookies_and_browsers_stay_on_https(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_with(monkeypatch, ACCORD_URL="https://okr.example.org")

    assert "okr.example.org" in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://okr.example.org"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] > 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://me:pw@mail.example.org", ("mail.example.org", 587, "me", "pw", False, True)),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", True, False)),
        ("smtp://localhost:1025", ("localhost", 1025, "", "", False, False)),
    ],
)
def test_mail_goes_through_the_server_named(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[object, ...]
) -> None:
    found = settings_with(monkeypatch, ACCORD_MAIL_URL=url)

    keys = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{key}"] for key in keys) == expected
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


def test_a_demo_that_others_could_reach_is_refused() -> None:
    from django.test import override_settings

    from accord.config.checks import demo_stays_on_this_machine

    public = readers.address("https://okr.example.org")
    with override_settings(ACCORD_DEMO=True, ACCORD_ADDRESS=public, ACCORD_URL=public.origin):
        (error,) = demo_stays_on_this_machine(None)
    with override_settings(ACCORD_DEMO=True, ACCORD_ADDRESS=readers.address("http://[::1]:8000")):
        assert demo_stays_on_this_machine(None) == []
    assert "https://okr.example.org" in str(error.msg)

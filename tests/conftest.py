"""How tests run: which database (ACCORD_TEST_DATABASE=sqlite or postgresql), and a home of their own."""

import atexit
import gc
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.utils import timezone

from tests import postgres, prepared

# Wherever Accord asks for the time a run begins on this morning, so that no test depends on the day it runs on, and
# midnight never falls into one. What is started as a process of its own has the machine's clock.
MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
_BEGAN = datetime.now(UTC)
timezone.now = lambda: MORNING + (datetime.now(UTC) - _BEGAN)

# No example is refused for being slow: how fast the machine is must not decide whether a test passes.
hypothesis.settings.register_profile("accord", deadline=None)
hypothesis.settings.load_profile("accord")

LONGEST = frozenset(
    {
        *("test_a_month.py", "test_changes_over_time.py", "test_findings_over_time.py", "test_agreements_over_time.py"),
        *("test_findings_race.py", "test_signing_race.py", "test_laws_of_saving.py", "test_demo.py"),
        *("test_dying_worker.py", "test_snapshots.py", "test_bad_forms.py", "test_bad_edits.py"),
    }
)
DATABASE = frozenset({"db", "transactional_db", "django_db_setup"})

_HOME = Path(tempfile.mkdtemp(prefix="accord-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)


def _database_url() -> str:
    kind = os.environ.setdefault("ACCORD_TEST_DATABASE", "sqlite")
    if kind == "sqlite":
        return f"sqlite:///{_HOME}/accord.sqlite3"
    if kind == "postgresql":
        # Set by whoever started the server: with several test processes that is the first of them.
        return os.environ.setdefault("ACCORD_TEST_DATABASE_URL", "") or _started()
    raise pytest.UsageError(f"ACCORD_TEST_DATABASE is “{kind}”. Use sqlite or postgresql.")


def _started() -> str:
    cluster = postgres.start()
    atexit.register(cluster.stop)
    os.environ["ACCORD_TEST_DATABASE_URL"] = cluster.url
    return cluster.url


for _name in [name for name in os.environ if name.startswith("ACCORD_") and not name.startswith("ACCORD_TEST_")]:
    del os.environ[_name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "accord.config.settings",
    "ACCORD_HOME": str(_HOME),
    "ACCORD_SECRET_KEY": "only-for-tests-" * 4,
    "ACCORD_DATABASE_URL": _database_url(),
    "ACCORD_MAIL_URL": "none",
}


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A file, not memory: what is tested are the write-ahead log and the lock that people will use.
    name = str(_HOME / "tests.sqlite3") if os.environ["ACCORD_TEST_DATABASE"] == "sqlite" else "accord_tests"
    config.addinivalue_line("markers", "without_database: asks no database, so once is enough (given by itself)")
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    options: dict[str, Any] = settings.TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
    options["bytecode_cache"] = prepared.templates()
    prepared.find_static_files_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process waits at the end for the one that has it."""
    for item in items:
        if not _asks_a_database(item):
            item.add_marker("without_database")
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether something may come out otherwise on another database."""
    is_asked = item.get_closest_marker("django_db") is not None
    return is_asked or not DATABASE.isdisjoint(item.fixturenames) or "postgresql" in item.path.name  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """Thousands of tests wait until the end: they need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The tables are there before anything is asked of them; what they are in is gone after the run."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    from django.conf import settings

    name = settings.DATABASES["default"]["TEST"]["NAME"]
    if os.environ["ACCORD_TEST_DATABASE"] == "sqlite":
        prepared.copy_to(Path(name))
    else:
        prepared.copy_on(os.environ["ACCORD_TEST_DATABASE_URL"], name)


def pytest_runtest_setup(item: pytest.Item) -> None:
    from tests.built_once import worlds

    worlds.before(item)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {os.environ['ACCORD_TEST_DATABASE']}"

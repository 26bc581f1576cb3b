"""An installation on PostgreSQL: made, copied and put back through PostgreSQL's own programs."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import prepared
from tests.cli.installation import Installation

pytestmark = pytest.mark.skipif(
    os.environ["ACCORD_TEST_DATABASE"] != "postgresql", reason="about PostgreSQL alone; runs where the tests run on it"
)


@contextmanager
def own_database(name: str) -> Iterator[str]:
    server = os.environ["ACCORD_TEST_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path: Path, worker_id: str) -> Iterator[Installation]:
    """As `accord init` leaves it, over tables that are there."""
    name = f"install_{worker_id}"
    with own_database(name) as url:
        prepared.copy_on(os.environ["ACCORD_TEST_DATABASE_URL"], name)
        installation = Installation(tmp_path / "home", url)
        done = installation.run("init")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        yield installation


def query(installation: Installation, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(installation.database_url) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else []


def test_two_that_start_at_once_run_every_migration_once(tmp_path: Path, worker_id: str) -> None:
    with own_database(f"empty_{worker_id}") as url:
        installation = Installation(tmp_path / "home", url)

        with ThreadPoolExecutor() as starts:
            done = list(starts.map(installation.run, ["init", "init"]))

        assert [start.returncode for start in done] == [0, 0], done
        applied = query(installation, "SELECT app, name FROM django_migrations")
        assert len(applied) == len(set(applied)) > 0


def test_a_backup_restored_is_what_was_backed_up(installation: Installation, tmp_path: Path) -> None:
    query(installation, "CREATE TABLE mark AS SELECT 'before' AS text")
    assert installation.run("backup", tmp_path / "copy").returncode == 0
    query(installation, "UPDATE mark SET text = 'after'")
    query(installation, "CREATE TABLE later (id integer)")
    restored = installation.run("restore", tmp_path / "copy")

    assert restored.returncode == 0, restored.stderr
    assert query(installation, "SELECT text FROM mark") == [("before",)]
    assert query(installation, "SELECT 1 FROM pg_tables WHERE tablename = 'later'") == []
    (kept,) = (installation.home / "backups").iterdir()
    assert kept.name.endswith("-before-restore.dump")
    assert installation.run("migrate").returncode == 0


def test_a_dump_that_is_none_is_refused_and_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"SQLite format 3\0")

    done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert "cannot be restored: pg_restore says" in done.stderr
    assert query(installation, "SELECT count(*) > 0 FROM django_migrations") == [(True,)]


def test_nothing_is_restored_while_others_use_the_database(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup", tmp_path / "copy")
    with psycopg.connect(installation.database_url) as elsewhere:
        elsewhere.execute("SELECT 1")
        done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert "1 other sessions use this database" in done.stderr


def test_a_server_that_is_not_there_is_a_message_without_the_password(tmp_path: Path) -> None:
    nowhere = Installation(tmp_path / "home", "postgresql://accord:t0psecret@127.0.0.1:1/accord")

    done = nowhere.run("init")

    assert (done.returncode, done.stdout) == (2, "")
    assert "The database does not answer" in done.stderr
    assert "t0psecret" not in done.stderr
    assert "Traceback" not in done.stderr

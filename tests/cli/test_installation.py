"""Making, copying and putting back an installation on SQLite, as an operator does it."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from accord.adapters import locks
from tests.cli.installation import Installation


def tell_apart(database: Path, mark: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS mark (text)")
        connection.execute("INSERT INTO mark VALUES (?)", [mark])


def marks(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM mark ORDER BY rowid")]


def test_init_makes_a_folder_and_a_key_that_nobody_else_can_read(fresh: Installation) -> None:
    assert stat.S_IMODE(fresh.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((fresh.home / "secret-key").stat().st_mode) == 0o600


def test_init_again_changes_nothing(installation: Installation) -> None:
    key = (installation.home / "secret-key").read_text()

    done = installation.run("init")

    assert done.returncode == 0
    assert (installation.home / "secret-key").read_text() == key
    assert not (installation.home / "backups").exists()


@pytest.mark.parametrize("command", [["serve"], ["migrate"], ["backup", "copy"], ["restore", "copy"]])
def test_without_an_installation_a_command_says_how_to_make_one(tmp_path: Path, command: list[str]) -> None:
    done = Installation(tmp_path / "nothing").run(*command)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Run `accord init`" in done.stderr


def test_without_an_installation_the_doctor_says_so_and_nothing_else(tmp_path: Path) -> None:
    done = Installation(tmp_path / "nothing").run("doctor", "--format", "json")

    assert done.returncode == 1
    wrong = f"there is no installation in {tmp_path / 'nothing'}"
    assert json.loads(done.stdout)["problems"] == [{"where": "settings", "wrong": wrong, "mend": "Run `accord init`."}]


def test_settings_of_something_else_that_is_being_worked_on_are_not_ours(installation: Installation) -> None:
    done = installation.run("migrate", DJANGO_SETTINGS_MODULE="shop.settings")

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_wrong_settings_are_a_message_and_not_a_stack_trace(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("init", ACCORD_TIME_ZONE="Berlin", ACCORD_WORKERS="many")

    assert (done.returncode, done.stdout) == (2, "")
    assert "ACCORD_TIME_ZONE: “Berlin” is no time zone." in done.stderr
    assert "ACCORD_WORKERS: “many” does not fit." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = Installation(tmp_path / "file" / "home").run("init")

    assert done.returncode == 2
    assert "Set ACCORD_HOME to a folder this user may write to." in done.stderr


def test_a_backup_restored_is_what_was_backed_up(installation: Installation, tmp_path: Path) -> None:
    tell_apart(installation.database, "before")
    assert installation.run("backup", tmp_path / "copy").returncode == 0
    tell_apart(installation.database, "after")

    done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 0, done.stderr
    assert marks(installation.database) == ["before"]
    (kept,) = (installation.home / "backups").iterdir()
    assert marks(kept) == ["before", "after"]


def test_a_backup_can_be_read_by_its_owner_alone(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup", tmp_path / "copy")

    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600


def test_a_backup_does_not_write_over_another(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")

    done = installation.run("backup", tmp_path / "copy")

    assert (done.returncode, (tmp_path / "copy").read_text()) == (2, "precious")
    assert installation.run("backup", tmp_path / "copy", "--replace").returncode == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "there is no file"),
        (b"not a database at all, but long enough to be looked at", "it is no SQLite database of Accord"),
        (b"", "it is no SQLite database of Accord"),
    ],
)
def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(
    installation: Installation, tmp_path: Path, content: bytes | None, complaint: str
) -> None:
    tell_apart(installation.database, "kept")
    if content is not None:
        (tmp_path / "copy").write_bytes(content)

    done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert complaint in done.stderr
    assert marks(installation.database) == ["kept"]


def test_a_damaged_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup", tmp_path / "copy")
    content = bytearray((tmp_path / "copy").read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    (tmp_path / "copy").write_bytes(content)

    done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert "cannot be restored" in done.stderr


def pretend_newer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accord', '9999_later', 0)")


def test_a_damaged_database_is_told_and_mended_as_it_says(installation: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    installation.run("backup", copy)
    installation.database.write_bytes(b"no database at all")

    export, doctor = installation.run("export"), installation.run("doctor", "--format", "json")

    assert (export.returncode, export.stdout) == (2, "")
    assert "Move its file away, then `accord restore` the latest backup." in export.stderr
    assert doctor.returncode == 1
    assert [problem["where"] for problem in json.loads(doctor.stdout)["problems"]] == ["database"]
    installation.database.rename(tmp_path / "away")
    assert installation.run("restore", copy).returncode == 0
    assert installation.run("doctor").returncode == 0


def test_a_backup_into_a_folder_that_is_not_there_says_so(installation: Installation, tmp_path: Path) -> None:
    done = installation.run("backup", tmp_path / "nowhere" / "copy")

    assert (done.returncode, done.stdout) == (2, "")
    assert f"Cannot write {tmp_path / 'nowhere' / 'copy'}: No such file or directory." in done.stderr


def test_a_backup_of_a_newer_version_is_refused(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup", tmp_path / "copy")
    pretend_newer(tmp_path / "copy")

    done = installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert "newer version of Accord (it has 9999_later)" in done.stderr


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_tables_of_a_newer_version_are_left_alone(installation: Installation, command: str) -> None:
    pretend_newer(installation.database)

    done = installation.run(command)

    assert done.returncode == 2
    assert "made by a newer version of Accord (it has accord.9999_later)" in done.stderr


def test_nothing_is_restored_while_accord_is_served(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup", tmp_path / "copy")
    with locks.among_others(installation.home / "serving.lock"):
        refused = installation.run("restore", tmp_path / "copy")
        forced = installation.run("restore", tmp_path / "copy", "--force")

    assert (refused.returncode, forced.returncode) == (2, 0)
    assert "Stop it first" in refused.stderr


def test_pending_migrations_run_after_a_copy(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.database)) as connection, connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    done = installation.run("migrate")

    assert done.returncode == 0, done.stderr
    assert "Ran 1 migrations." in done.stderr
    (kept,) = (installation.home / "backups").iterdir()
    assert kept.name.endswith("-before-migration.sqlite3")


def test_the_doctor_finds_missing_migrations_and_says_how_to_mend_it(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.database)) as connection, connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    done = installation.run("doctor", "--format", "json")

    assert done.returncode == 1
    assert {"where": "tables", "wrong": "1 migrations have not run", "mend": "Run `accord migrate`."} in json.loads(
        done.stdout
    )["problems"]

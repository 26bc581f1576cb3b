"""What the text of a setting means: a database, a mail server, an address. Each says what would be right."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from accord.adapters.addresses import is_loopback
from accord.config.env import WrongValue

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
# Those that all pages run together are some three hundred; SQLite's driver would keep 128, and prepare the rest anew.
KEPT_STATEMENTS = 512


@dataclass(frozen=True, slots=True)
class Address:
    """Where people reach this installation: scheme, host and port, without a path."""

    scheme: str
    host: str
    origin: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves this installation."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted_from_start: bool = False

    @property
    def encrypts_on_the_way(self) -> bool:
        """A server on this machine is reached without a network in between, and rarely has a certificate."""
        return bool(self.host) and not self.encrypted_from_start and not is_loopback(self.host)


def address(value: str) -> Address:
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise WrongValue(f"“{value}” is no address", "Use the address people type, such as https://accord.example.org.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return Address(parts.scheme, host, f"{parts.scheme}://{host}{port}")


def database(value: str) -> dict[str, Any]:
    """The database of an installation, as Django's settings want it. Never repeats the value: it holds a password."""
    parts = _split(value)
    if parts is not None and parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts is not None and parts.scheme in ("postgresql", "postgres"):
        return _postgresql(parts)
    raise WrongValue(
        "the address names neither SQLite nor PostgreSQL",
        "Use sqlite:////srv/accord/accord.sqlite3 or postgresql://user:password@host:5432/name.",
    )


def mail(value: str) -> Mail:
    """How mail leaves: nowhere, onto standard error, or through a server. Never repeats the value."""
    if value in ("none", "console"):
        return Mail(backend="dummy" if value == "none" else "console")
    parts = _split(value)
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise WrongValue(
            "the address names no mail server",
            "Use smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, console or none.",
        )
    return Mail(
        backend="smtp",
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted_from_start=parts.scheme == "smtps",
    )


def time_zone(value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise WrongValue(f"“{value}” is no time zone", "Use a name of the tz database, such as Europe/Berlin.")
    return value


def language(value: str, offered: Mapping[str, str]) -> str:
    if value not in offered:
        raise WrongValue(f"Accord does not speak “{value}”", f"Use one of: {', '.join(sorted(offered))}.")
    return value


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is what refuses a port that is no number
    except ValueError:
        return None
    return parts


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    path = Path("/" + unquote(parts.path).lstrip("/"))
    if parts.netloc or path == Path("/"):
        raise WrongValue("the address holds no absolute path", "Use sqlite:////srv/accord/accord.sqlite3.")
    return {
        "ENGINE": "accord.adapters.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "cached_statements": KEPT_STATEMENTS},
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    name = unquote(parts.path.lstrip("/"))
    options = dict(parse_qsl(parts.query))
    if not name:
        raise WrongValue("the address names no database", "End it with the name, as in postgresql://host:5432/accord.")
    # Statements are many and small: compiling one to machine code takes longer than running it. The address may differ.
    options["options"] = f"-c jit=off {options.get('options', '')}".rstrip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

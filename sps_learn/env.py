"""Read configuration from the environment, and fail loudly where it is wrong.

Pure: imports nothing from Django, so that settings can use it.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class ConfigurationError(Exception):
    """A setting that cannot work, with the name of the variable to change."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if value in {"", "1", "0", "true", "false", "yes", "no"}:
        return value in {"1", "true", "yes"} if value else default
    raise ConfigurationError(f"{name} must be 1 or 0, not {value!r}.")


def count(name: str, *, default: int = 0) -> int:
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    raise ConfigurationError(f"{name} must be a whole number such as 1, not {value!r}.")


def _address(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # checked only when it is asked for
    except ValueError:
        # Without the value or the reason: both may hold a piece of the password.
        raise ConfigurationError(
            f"{name} cannot be read as an address; write special characters in a"
            " password as %XX, and the port as a number."
        ) from None
    return parts


@dataclass(frozen=True, slots=True)
class SiteURL:
    """Where the site is reached: decides hosts, cookies, HSTS and links."""

    scheme: str
    host: str
    netloc: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"


def site_url(name: str, default: str) -> SiteURL:
    value = text(name, default)
    parts = _address(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in value:
        raise ConfigurationError(
            f"{name} must be an address such as https://learn.example.org."
        )
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} must not have a path: {value!r}.")
    return SiteURL(parts.scheme, parts.hostname, parts.netloc.lower())


def secret_key(name: str, file: Path) -> str:
    """The key from the environment, or one made once and kept in `file`."""
    if key := text(name):
        return key
    if file.exists():
        return _stored_key(name, file)
    file.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    # Two processes may start together: the first file stays, both read it.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _stored_key(name, file)


def _stored_key(name: str, file: Path) -> str:
    if key := file.read_text().strip():
        return key
    raise ConfigurationError(
        f"{name} is not set and {file} is empty; remove that file."
    )


SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-16000;"
    ),
}


def database(name: str, *, default_file: Path) -> dict[str, object]:
    """Django's database settings from an address, SQLite by default.

    `sqlite:///path/to/file` or `postgres://user:password@host:port/name`; a
    PostgreSQL host may be a socket folder, percent-encoded.
    """
    value = text(name)
    if not value:
        default_file.parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(str(default_file))
    parts = _address(name, value)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]) or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        if not parts.path[1:]:
            raise ConfigurationError(f"{name} must end in /name of the database.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(_host_as_written(parts)),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": 4, "timeout": 5},
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ConfigurationError(
        f"{name} must begin with postgres:// or sqlite:///, not {parts.scheme}://."
    )


def _host_as_written(parts: SplitResult) -> str:
    # `hostname` is in lower case, and a socket folder is not always.
    host = parts.netloc.rpartition("@")[2]
    return host.removesuffix(f":{parts.port}") if "[" not in host else parts.hostname


def _sqlite(file: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # Closing the last connection would checkpoint the log on every request.
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }


def cache(name: str) -> dict[str, object]:
    """Django's cache settings: the database, or Redis by address."""
    value = text(name)
    if not value:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        }
    if value.startswith(("redis://", "rediss://", "unix://")):
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": value,
        }
    raise ConfigurationError(f"{name} must begin with redis:// or rediss://.")


def mailer(name: str, *, folder: Path) -> Mapping[str, object]:
    """Django's mailer from `smtp://user:password@host:port` (smtps for TLS).

    Without one, mail is written to files in `folder`.
    """
    value = text(name)
    if not value:
        folder.mkdir(parents=True, exist_ok=True)
        return {
            "BACKEND": "sps_learn.mail.FolderBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    parts = _address(name, value)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ConfigurationError(
            f"{name} must look like smtp+tls://user:password@host:587."
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 5,
        },
    }

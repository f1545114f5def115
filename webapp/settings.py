"""What a city sets: one flat table of settings, read from the environment (prefix XIAOHAO_) and nowhere else.

Everything has a value that works for a first run in a fresh directory, so that starting needs no configuration file.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflows.plans import Seasons

MEGABYTE = 1024 * 1024


def _font_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xiaohao" / "fonts"


class Settings(BaseSettings):
    """The settings of one installation. Directories are created by those who write into them, not here."""

    model_config = SettingsConfigDict(env_prefix="XIAOHAO_", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    proxies: int = Field(default=0, ge=0, le=5)  # how many trusted reverse proxies stand in front

    secret: SecretStr = SecretStr("")

    evidence_limit_mb: int = Field(default=200, ge=1)
    fonts_dir: Path = Field(default_factory=_font_cache)
    keys_dir: Path | None = None
    signing_pkcs12: Path | None = None
    signing_passphrase_file: Path | None = None
    signing_pkcs11_module: Path | None = None
    signing_pkcs11_token: str = ""
    signing_pkcs11_key: str = ""
    signing_pkcs11_pin_file: Path | None = None
    trust_roots: tuple[Path, ...] = ()
    revocation_lists: tuple[Path, ...] = ()
    signature_level: Literal["B-B", "B-T", "B-LT", "B-LTA"] = "B-B"
    time_server: str = ""  # address of an RFC 3161 server; every level but the first needs one
    time_server_seconds: float = Field(default=10, gt=0, le=120)
    verify_per_minute: int = Field(default=12, ge=1)  # files one address may have examined

    requests_per_minute: int = Field(default=120, ge=10)  # sign-ins from one address; public pages four times as many
    api_per_minute: int = Field(default=300, ge=1)  # requests of one personal token

    smtp_host: str = ""  # the mail server; empty: no mail is sent
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    smtp_ca_file: Path | None = None  # of a mail server whose certificate no public authority has signed
    smtp_seconds: float = Field(default=20, gt=0, le=60)
    mail_from: str = ""  # the sender's plain address
    hook_allow: tuple[str, ...] = ()  # hosts and networks inside the house that endpoints may lie in
    hook_seconds: float = Field(default=10, gt=0, le=60)

    demo: bool = False
    demo_clock: bool = False

    render_processes: int = Field(default=0, ge=0, le=64)  # that lay out papers at once; 0: as many as cores
    tick_seconds: float = Field(default=60, gt=0)  # between two looks of the worker at the cases that are due
    worker_name: str = ""  # stable and unique per worker; the machine's name unless set

    season_starts: dict[str, str] = {
        "供暖季": "11-15",
        "汛期": "06-01",
    }  # what 供暖季前 in a plan means here; flagged, never silent

    idle_minutes: int = Field(default=30, ge=1)
    session_hours: int = Field(default=12, ge=1)
    password_days: int = Field(default=180, ge=0)  # how long a password holds; 0: as long as its owner likes
    lock_after: int = Field(default=5, ge=1)
    lock_minutes: int = Field(default=15, ge=1)
    lock_address_after: int = Field(default=50, ge=1)

    @field_validator("season_starts")
    @classmethod
    def _days(cls, starts: dict[str, str]) -> dict[str, str]:
        Seasons.of(starts)
        return starts

    @property
    def demonstration(self) -> bool:
        """Whether pages and papers must say 演示: a demonstration city, or a clock that can be moved."""
        return self.demo or self.demo_clock

    @property
    def url(self) -> str:
        """The database address; an embedded SQLite file in the data directory unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'xiaohao.db'}"

    @property
    def keys(self) -> Path:
        """Where the signing keys made at set-up lie."""
        return self.keys_dir or self.data_dir / "keys"

    @property
    def templates(self) -> Path:
        """A city's own templates of papers; each wins over ours of the same name. The folder need not exist."""
        return self.data_dir.resolve() / "templates"

    @property
    def evidence_dir(self) -> Path:
        """Where the default evidence store keeps its files."""
        return self.data_dir / "evidence"

    @property
    def evidence_limit(self) -> int:
        """The largest evidence file in bytes."""
        return self.evidence_limit_mb * MEGABYTE

    @property
    def idle(self) -> timedelta:
        """How long a signed-in person may do nothing before they are signed out."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def session_length(self) -> timedelta:
        """How long a sign-in lasts at most."""
        return timedelta(hours=self.session_hours)

    @property
    def https(self) -> bool:
        """Whether people reach the site over TLS: then cookies are Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    def roots(self) -> tuple[Path, ...]:
        """The certificates a signature may lead to: those set, and the authorities made here, the office's and the units'."""
        own = [self.keys / "root.pem", *sorted(self.keys.glob("*/root.pem"))]
        return (*self.trust_roots, *(path for path in own if path.is_file()))

    def crls(self) -> tuple[Path, ...]:
        """The revocation lists: those set, and what lies in the keys directory."""
        return (*self.revocation_lists, *sorted(self.keys.glob("*.crl")))

    def secret_key(self) -> str:
        """The key that signs form tokens: from the settings, else from `data_dir/secret`, made at the first start (mode 0600)."""
        return self.secret.get_secret_value() or _kept_secret(self.data_dir / "secret")


def _kept_secret(path: Path) -> str:
    """Two processes may start at once: the loser of the exclusive creation reads what the winner wrote."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key

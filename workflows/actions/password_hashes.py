"""Passwords as hashes: made, compared, and compared in vain, so that a name nobody has costs the time of any other."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workflows.records import Person


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the library's current defaults (RFC 9106, low memory)."""
    return PasswordHasher()


def hash_password(password: str) -> str:
    """What `Person.password_hash` holds."""
    return hasher().hash(password)


@cache
def _quick() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def hash_generated(password: str) -> str:
    """The hash of a password of ours with 79 random bits, which nobody guesses: no stretching, so that hundreds take a second.

    Signing in with it costs the time of any other (`matches`), and its owner replaces it at once.
    """
    return _quick().hash(password)


def matches(person: Person | None, password: str) -> bool:
    """Whether the password is that of this active person; None, and a closed account, take as long as a wrong password."""
    known = person.password_hash if person is not None and person.active else nobody()
    if hasher().check_needs_rehash(known):  # a quick one: nobody shall learn from the time that there is such a name
        _fits(nobody(), password)
    return _fits(known, password) and person is not None and person.active


def _fits(known: str, password: str) -> bool:
    try:
        return hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobody() -> str:
    return hash_password(secrets.token_hex())

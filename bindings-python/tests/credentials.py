"""Credentials made at random, so that none stands in the source."""

from __future__ import annotations

import base64
import random
import string
import zlib

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def github_token(seed: int = 0) -> str:
    """A personal access token whose checksum holds."""
    body = "".join(random.Random(seed).choices(_ALPHABET, k=30))
    return "ghp" + "_" + body + _base62(zlib.crc32(body.encode()), 6)


def password(seed: int = 0, length: int = 14) -> str:
    """What a generator of passwords gives out."""
    generator = random.Random(seed)
    groups = [string.ascii_uppercase, string.ascii_lowercase, string.digits]
    letters = [generator.choice(groups[at % 3]) for at in range(length)]
    generator.shuffle(letters)
    return "".join(letters)


def redis_url(seed: int = 0) -> str:
    """A connection string with a password."""
    return f"redis://app:{password(seed)}@cache.internal:6379/0"


def aws_pair(seed: int = 0) -> tuple[str, str]:
    """An access key ID and a secret access key."""
    generator = random.Random(seed)
    key = "AK" + "IA" + "".join(generator.choices(string.ascii_uppercase + "234567", k=16))
    secret = base64.b64encode(generator.randbytes(30)).decode()
    return key, secret

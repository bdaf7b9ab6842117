"""ods protected with a word: AES-256 as LibreOffice has written it since 3.5 (OpenDocument 1.2, part 3, section 3).

msoffcrypto does not know the format; the cipher itself is `cryptography`, which msoffcrypto brings along.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass

from toolkit.intake.grids.markup import elements
from toolkit.intake.grids.unreadable import UNPACKED

ENTRY = re.compile(rb"full-path=\"content\.xml\".*?</(?:\w+:)?file-entry>", re.DOTALL)
MOST_ROUNDS = 1_000_000
BLOCK, KEY = 16, 32


@dataclass(frozen=True, slots=True)
class _Lock:
    """What the manifest says of how the sheets were encrypted."""

    start: bytes
    salt: bytes
    rounds: int
    sha1: bool


def unlocked_content(manifest: bytes, locked: bytes, passwords: tuple[str, ...]) -> bytes:
    """Return the clear `content.xml`, `b""` when no word fits or the cipher is another."""
    lock = _lock(manifest)
    if lock is None or len(locked) % BLOCK:
        return b""
    return next((clear for word in passwords if (clear := _opened(lock, locked, word))), b"")


def _lock(manifest: bytes) -> _Lock | None:
    entry = ENTRY.search(manifest)
    about = {
        name: value
        for tag in ("algorithm", "key-derivation", "start-key-generation")
        for element in (elements(entry[0], tag) if entry else ())
        for name, value in element.items()
        if name != "key-size"
    }
    rounds = about.get("iteration-count", "")
    if not about.get("algorithm-name", "").endswith("aes256-cbc") or not rounds.isdecimal():
        return None
    try:
        start = base64.b64decode(about.get("initialisation-vector", ""))
        salt = base64.b64decode(about.get("salt", ""))
    except (binascii.Error, ValueError):
        return None
    if len(start) != BLOCK or not 0 < int(rounds) <= MOST_ROUNDS:
        return None
    return _Lock(start, salt, int(rounds), "sha256" not in about.get("start-key-generation-name", ""))


def _opened(lock: _Lock, locked: bytes, word: str) -> bytes:
    """Try one word; the wrong one gives bytes that do not unpack to XML."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    digest = hashlib.sha1 if lock.sha1 else hashlib.sha256
    first = digest(word.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", first, lock.salt, lock.rounds, KEY)
    opening = Cipher(AES(key), CBC(lock.start)).decryptor()
    packed = opening.update(locked) + opening.finalize()
    stream = zlib.decompressobj(-15)
    try:
        clear = stream.decompress(packed, UNPACKED)
    except zlib.error:
        return b""
    return clear if stream.eof and clear.lstrip().startswith(b"<") else b""

"""The one door to msoffcrypto: encrypted workbooks, opened with the words we were given."""

from __future__ import annotations

import io

from toolkit.intake.grids.unreadable import Unreadable

WITHOUT_ASKING = "VelvetSweatshop"
"""The word Excel itself tries first: a file protected with it opens without a question."""


def unlocked(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """Return the clear bytes of an encrypted OOXML or xls file.

    Raises:
        Unreadable: `encrypted` when no word fits or the cipher is not known.
    """
    import msoffcrypto

    for word in (WITHOUT_ASKING, *passwords):
        clear = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=word)
            office.decrypt(clear)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S112 - a wrong word and an unknown cipher raise a dozen different things
            continue
        if _opened(clear.getvalue()):
            return clear.getvalue()
    raise Unreadable("encrypted", tried=len(passwords))


def _opened(clear: bytes) -> bool:
    return clear.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))

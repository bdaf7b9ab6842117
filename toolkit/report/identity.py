"""What stays the same about a group from one run to the next: the key that a person's decision is remembered by.

Record ids (`r12`) count rows and move when a file is added. A key is made from what the group says of itself: unit,
platform, canonical name and number.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toolkit.normalise.text import key as spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.view import Group

_LENGTH = 16


def group_key(group: Group) -> str:
    """Return 16 hexadecimal digits that stay while unit, platform, name and number do."""
    said = (spelled(group.unit), group.platform, spelled(group.name), group.number)
    return _digest("\x1f".join(said))


def cluster_key(kind: str, groups: Sequence[Group]) -> str:
    """Return the key of a cluster: its kind and its members, in whatever order."""
    return _digest("\x1e".join([kind, *sorted(map(group_key, groups))]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]

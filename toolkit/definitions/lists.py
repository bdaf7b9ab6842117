"""Lists in a definition file as people type them: parted by a full-width comma, or with one item in them twice.

YAML takes `[A类，B类]` for one word, and nobody is told. Sentences have such commas; lists of words have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.definitions.source import Listed, Mapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.definitions.source import Place, Source

_SENTENCES = frozenset({"notes", "row", "titles", "phrases"})
"""Keys whose lists hold what is printed, or whole sentences."""
_REPEATING = frozenset({"row", "extra", "widths", "digits", "notes"})
"""Keys whose lists may hold a thing twice, or where that is told in other words."""
_WIDE, _PAUSE = "，", "、"
_CHOICES = frozenset({"options", "platforms", "scope_kinds", "fields", "needs", "values"})
"""Keys whose lists have no single item with a pause in it: 一级、二级 was meant as two."""


def check_lists(source: Source) -> None:
    """Tell every list of words that is parted by the wrong comma, or holds an item twice; nothing more of its item."""
    for place, name, items in _lists(source.data, (), ""):
        for number, item in enumerate(items):
            if not isinstance(item, str) or name in _SENTENCES:
                continue
            alone = len(items) == 1 and name in _CHOICES
            mark = _WIDE if _WIDE in item else _PAUSE if alone and _PAUSE in item else ""
            if mark:
                told = ", ".join(part.strip() for part in item.replace(_PAUSE, _WIDE).split(_WIDE))
                source.tell("list-comma", *place, number, value=item, likely=f"[{told}]", mark=mark)
                source.mended.add((*place, number))
        if name not in _REPEATING:
            _twice(place, items, source)


def _twice(place: Place, items: Listed, source: Source) -> None:
    first: dict[str, int] = {}
    for number, item in enumerate(items):
        if isinstance(item, str) and item.strip():
            if item.strip() in first:
                source.tell("listed-twice", *place, number, value=item)
            first.setdefault(item.strip(), number)


def _lists(value: Any, place: Place, name: str) -> Iterator[tuple[Place, str, Listed]]:
    """Yield each list with its place and the key it stands under."""
    if isinstance(value, Mapped):
        for key, inner in value.items():
            yield from _lists(inner, (*place, key), key)
    elif isinstance(value, Listed):
        yield place, name, value
        for number, inner in enumerate(value):
            if isinstance(inner, Mapped | Listed):
                yield from _lists(inner, (*place, number), name)

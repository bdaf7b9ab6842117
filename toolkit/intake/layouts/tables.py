"""A block of rows and the captions of its page as one `Table`.

Where one answer stands twice (at its official place and in 本工具增列, in a column and in the head) the text that is
not blank wins, the row's own over the head's. A second, different text is kept under its label: nothing is dropped;
people and remarks of several columns are one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.intake.layouts.blocks import FILLED
from toolkit.intake.layouts.captions import ELSEWHERE
from toolkit.intake.layouts.repeated import without_dittos
from toolkit.intake.layouts.several import cells_of
from toolkit.intake.layouts.ticked import TICKED
from toolkit.model import Sheet, Table, cell_name
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.intake.layouts.blocks import Block
    from toolkit.intake.layouts.captions import Caption
    from toolkit.intake.layouts.stacked import Column
    from toolkit.model import Axis
    from toolkit.regulations.forms import Form

_RANK = {"own": 0, "extra": 1, "compound": 2, "vocabulary": 3, "close": 4, "": 5}
REMARK = "remark"
SECTION = "other:小标题"
"""Where the title of a section that nobody knows is kept."""
Place = tuple[int | None, int | None]


def table_of(  # noqa: PLR0913 - where, as what, from what, and why
    path: str,
    name: str,
    *,
    form: Form,
    axis: Axis,
    block: Block,
    captions: Sequence[Caption],
    evidence: Mapping[str, Any],
) -> Table:
    """Return the table of one block.

    Args:
        path: of the file.
        name: of the sheet.
        form: what it was read as.
        axis: `row` for a ledger, `column` for a matrix, whose columns and offsets then change places.
        block: the rows as typed.
        captions: what the head and the foot say, nearest first.
        evidence: why it was read so; completed here.
    """
    texts: dict[str, tuple[str, ...]] = {}
    places: dict[str, Place] = {}
    for key, columns in _by_key(block, axis).items():
        values, spare, at = _one_answer(key, columns, len(block.offsets))
        texts[key] = without_dittos(key, values, axis)
        places[key] = (None, at) if axis == "row" else (at, None)
        for label, others in spare:
            other = _unused(f"other:{label}", texts)
            texts[other] = others
            position = next(column.at for column, _ in columns if column.label == label)
            places[other] = (None, position) if axis == "row" else (position, None)
    head = _headings(captions)
    for key, (text, place) in head.items():
        own = texts.get(key)
        if own and form.drawing.layout == "list":  # what a list leaves blank in a column of its own stays blank
            continue
        texts[key] = tuple(value or text for value in own) if own else (text,) * len(block.offsets)
        if place[0] != ELSEWHERE:
            places.setdefault(key, place)
    for key in sorted({key for said in block.said.values() for key in said}):
        told = [block.said.get(row, {}).get(key, "") for row in block.offsets]
        texts[key] = tuple(map(_or, texts.get(key) or ("",) * len(told), told))
    if block.sections:
        texts.setdefault(SECTION, tuple(block.sections.get(row, "") for row in block.offsets))
    return Table(
        form.key,
        Sheet(path, name, form.key, axis, places),
        block.offsets,
        {key: values for key, values in texts.items() if any(values) or not key.startswith("other:")},
        block.blank,
        _turned_notes(block, axis),
        {**evidence, **_evidence(block, head, axis, captions)},
    )


def _or(own: str, told: str) -> str:
    return own or told


def _turned_notes(block: Block, axis: Axis) -> tuple[Any, ...]:
    if axis == "row":
        return block.rejected
    return tuple((slot, type(note)(note.code, {"cell": _flipped(block, slot)})) for slot, note in block.rejected)


def _flipped(block: Block, slot: int) -> str:
    return cell_name(min(column.at for column in block.head.columns), slot)


def _by_key(block: Block, axis: Axis) -> dict[str, list[tuple[Column, tuple[str, ...]]]]:
    """Gather the columns by answer key, unknown labels as `other:LABEL`, an unlabelled one by its letter or number."""
    found: dict[str, list[tuple[Column, tuple[str, ...]]]] = {}
    for column, texts in zip(block.columns, block.texts, strict=True):
        unnamed = cell_name(0, column.at)[:-1] if axis == "row" else str(column.at + 1)
        key = column.key or f"other:{column.label or unnamed}"
        found.setdefault(key, []).append((column, texts))
    for columns in found.values():
        columns.sort(key=lambda pair: _RANK.get(pair[0].how, 5))
    return found


def _one_answer(
    key: str, columns: Sequence[tuple[Column, tuple[str, ...]]], length: int
) -> tuple[tuple[str, ...], list[tuple[str, tuple[str, ...]]], int]:
    """Return one text a row, what is left over by label, and the column to point at."""
    at = next((column.at for column, texts in columns if any(texts)), columns[0][0].at)
    if len(columns) == 1:
        return columns[0][1], [], at
    joins = key.partition(".")[0] in vocabulary().of_kind("people") or key == REMARK or key.startswith("other:")
    joins = joins or all(column.how == TICKED for column, _ in columns)
    values: list[str] = []
    spare: dict[str, list[str]] = {}
    for row in range(length):
        given = {texts[row]: column.label for column, texts in reversed(columns) if texts[row]}
        ordered = list(dict.fromkeys(texts[row] for _, texts in columns if texts[row]))
        if key == REMARK:
            ordered[1:] = [_under_its_label(text, given[text], given[ordered[0]]) for text in ordered[1:]]
        values.append("\n".join(ordered) if joins else ordered[0] if ordered else "")
        for text in () if joins else ordered[1:]:
            spare.setdefault(given[text], [""] * length)[row] = text
    return tuple(values), [(label, tuple(texts)) for label, texts in spare.items()], at


def _under_its_label(text: str, label: str, first: str) -> str:
    """Return a further remark, behind its label where that is another than the first one's."""
    return text if label_key(label) == label_key(first) else f"{label}：{text}"


def _unused(key: str, taken: Iterable[str]) -> str:
    names = set(taken)
    number, free = 2, key
    while free in names:
        free, number = f"{key} {number}", number + 1
    return free


def _headings(captions: Sequence[Caption]) -> dict[str, tuple[str, Place]]:
    """Return for each key the first caption with a text, else the first."""
    found: dict[str, tuple[str, Place]] = {}
    for caption in captions:
        if caption.key not in found or (caption.text and not found[caption.key][0]):
            found[caption.key] = (caption.text, (caption.row, caption.column))
    return {key: spot for key, spot in found.items() if spot[0] or not key.startswith("other:")}


def _evidence(
    block: Block, head: Mapping[str, tuple[str, Place]], axis: Axis, captions: Sequence[Caption]
) -> dict[str, Any]:
    line = block.head.top
    named = {column.at: column for column in block.head.columns}
    columns = [named.get(column.at, column) for column in block.columns]
    spots = [(column, (line, column.at) if axis == "row" else (column.at, line)) for column in columns]
    return {
        "labels": [
            {"label": column.label, "cell": cell_name(*spot), "key": column.key, "how": column.how}
            for column, spot in spots
            if column.label
        ]
        + [
            {"label": caption.label, "cell": cell_name(*caption.at), "key": caption.key, "how": caption.how}
            for caption in captions
            if caption.how and caption.row != ELSEWHERE
        ],
        "head": {key: text for key, (text, _) in head.items() if text},
        **({"several": cells_of(block.several)} if block.several else {}),
        "filled_down": [column.key for column in columns if column.key in FILLED],
    }

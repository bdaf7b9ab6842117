"""A form is drawn once (`schemas/<profile>/<form>.yaml`): template, reader and pandera schema come from that drawing.

In a drawing a row is a list of cells. A cell is

    创建单位                the printed label
    {unit}                  an answer; the key is a field, a part (`owner.name`) or two fields (`group_name&group_no`)
    {platform: QQ群 | 微信群}   an answer with printed options (boxes to tick)
    {filed_on: signature | 负责人签字：  年 月 日}   a place for pen and seal; a date typed there is read. Where its
                            first line ends with a colon and no label stands beside, that is it (申请单位意见：)
    <                       part of the cell to the left      ^   part of the cell above
    ""                      an empty cell
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict
from pydantic import Field as Default
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.roles import OF_A_UNIT, Role, told_role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEFT, ABOVE = "<", "^"
COMBINED = (
    "group_name&group_no",
    "platform&purpose",
    "member_count&member_scope",
    "owner&admins",
    "owner.mobile&admins.mobile",
    "followers&member_count",
)
"""The answers that may share a cell: what parts each of them again stands in `toolkit.normalise.compound`."""
_ANSWER = re.compile(r"\{(?P<key>[a-z0-9_.&]+)(?::\s*(?P<rest>.*))?\}", re.DOTALL)
_LABEL_INSIDE = re.compile(r"([^：:\n]+)[：:]\s*\n")
_STRICT = ConfigDict(extra="forbid")
Side = Literal["left", "above", "across"]
_TICKED_AS_TYPED = ("text", "unit", "count", "int", "date", "number")
_WIDTH = 20.0
_GROUP, _UNIT = ("group_name", "group_no"), ("unit",)


@strict(frozen=True, config=_STRICT)
class Row:
    """One drawn row: its cells, its height in points, and how often it is offered."""

    row: tuple[str, ...]
    height: float = 24
    repeat: int = 1


@strict(frozen=True, config=_STRICT)
class Column:
    """One column of a ledger: printed label, answer, width in characters.

    A column without `answer` has no meaning here: what is typed under it is kept under its label (`values.other`).
    """

    label: str
    answer: str = ""
    width: float = 12


@strict(frozen=True, config=_STRICT)
class Across:
    """The head of a matrix: which answer it gives to each column, and the printed heads."""

    label: str
    answer: str
    values: tuple[str, ...]


@strict(frozen=True, config=_STRICT)
class Drawing:
    """The file as written. Cards have `page`, matrices `across` and `down`, ledgers `columns`.

    A `list` is a ledger that somebody keeps and nobody handed out: its heading may be a single label, and most of its
    columns may be the keeper's own. `naming` are the answers that say what a row is about (a group, and on a form that
    speaks of a unit the unit); of a `log` the rows of all years count. `role` says what the form is for; without it
    the title tells, and `register: false` that it makes no rows of the register. `figures` are the answers of a summary
    that count groups, each with the condition that they fulfil: `{groups_qq: {platform: QQ群}}`.
    """

    form: str
    title: str
    layout: Literal["card", "matrix", "ledger", "list"]
    sheet: str
    annex: str = ""
    confirm: str = ""
    version: str = "1"
    suggested: bool = False
    role: Role | None = None
    register: bool | None = None
    box: Literal["before", "after"] = "before"
    landscape: bool = False
    offered: int = 1
    titles: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    head: tuple[Row, ...] = ()
    page: tuple[Row, ...] = ()
    across: Across | None = None
    down: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    foot: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    fixed: dict[str, str] = Default(default_factory=dict)
    same: dict[str, str] = Default(default_factory=dict)
    labels: dict[str, tuple[str, ...]] = Default(default_factory=dict)
    prompts: dict[str, str] = Default(default_factory=dict)
    naming: tuple[str, ...] = ()
    log: bool = False
    figures: dict[str, dict[str, Any]] = Default(default_factory=dict)
    lines: dict[str, int] = Default(default_factory=dict)

    @property
    def column_widths(self) -> tuple[float, ...]:
        """The widths of the columns of a card or matrix; even ones where the drawing gives none."""
        if len(self.widths) > 1 or self.layout not in {"card", "matrix"}:
            return self.widths
        drawn = max((len(row.row) for row in (*self.head, *self.page, *self.foot)), default=0)
        return (_WIDTH,) * max(drawn, 2)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a form, with the label that leads to it.

    `side` tells where the label stands: to the `left`, `above` (a small table inside a card), or `across` (the head
    of a matrix). `group` is the label of the block it belongs to (管理员 over 姓名). `signature` marks a place for pen
    and seal.
    """

    key: str
    label: str
    side: Side = "left"
    group: str = ""
    options: tuple[str, ...] = ()
    signature: bool = False
    printed: str = ""
    extra: bool = False
    variants: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The vocabulary fields this answer gives, without parts: `group_name&group_no` gives two."""
        return tuple(part.split(".")[0] for part in self.key.split("&"))


@dataclass(frozen=True, eq=False)
class Form:
    """One annex form of one institution; `profile/id` names it, `own` are the institution's own words (as text).

    A form is itself and no other: what is worked out of it once (its labels, its printed texts) is kept by that.
    """

    profile: str
    drawing: Drawing
    own: str = ""

    @property
    def id(self) -> str:
        """The form's id within its profile."""
        return self.drawing.form

    @property
    def key(self) -> str:
        """The form's name among all profiles, `sccm-2022/register`; `Table.form` carries it."""
        return f"{self.profile}/{self.drawing.form}"

    @property
    def version(self) -> str:
        """The version of the drawing; written into each workbook made from it."""
        return self.drawing.version

    @cached_property
    def role(self) -> Role:
        """What the form is for, as its drawing says or its title tells."""
        drawing = self.drawing
        return drawing.role or told_role(drawing.title, register=drawing.register)

    @property
    def naming(self) -> tuple[str, ...]:
        """The answers that say what a row is about."""
        return self.drawing.naming or (_UNIT if self.role in OF_A_UNIT else _GROUP)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """All answers, official ones first, then 本工具增列."""
        drawing = self.drawing
        found = [*_drawn(drawing.head), *_drawn(drawing.page)]
        if drawing.across:
            found.append(Answer(drawing.across.answer, drawing.across.label, "across"))
        found += [Answer(answer.key, answer.label) for answer in _drawn(drawing.down)]
        found += [Answer(column.answer, column.label) for column in drawing.columns if column.answer]
        found += _drawn(drawing.foot)
        found += [Answer(key, extra_label(key), extra=True) for key in drawing.extra]
        return tuple(self._with_variants(answer) for answer in found)

    @cached_property
    def head_keys(self) -> frozenset[str]:
        """Keys that stand once for all groups of a sheet: in the head or the foot of a ledger or matrix."""
        if self.drawing.layout == "card":
            return frozenset()
        return frozenset(answer.key for answer in (*_drawn(self.drawing.head), *_drawn(self.drawing.foot)))

    @cached_property
    def kept(self) -> frozenset[str]:
        """The labels of columns without a meaning: what stands under them is kept, and nobody is told of it."""
        return frozenset(label_key(column.label) for column in self.drawing.columns if not column.answer)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Vocabulary fields that the form asks for, 本工具增列 included."""
        return frozenset(name for answer in self.answers for name in answer.fields)

    @cached_property
    def official_fields(self) -> frozenset[str]:
        """Vocabulary fields on the institution's own form."""
        return frozenset(name for answer in self.answers if not answer.extra for name in answer.fields)

    def _with_variants(self, answer: Answer) -> Answer:
        variants = self.drawing.labels.get(answer.key, ())
        prompt = self.drawing.prompts.get(answer.key, "")
        if prompt and answer.label == prompt:
            answer = replace(answer, label=answer.group, side="left", group="")
        return replace(answer, printed=answer.printed or prompt, variants=() if answer.extra else variants)


def boxes_as_text(key: str) -> bool:
    """Tell whether the ticked word among printed boxes is the answer as if it had been typed there.

    Platforms, options and yes-or-no have readers that know boxes; people and two answers in a cell have none.
    """
    entry = vocabulary().fields.get(key)
    return entry is not None and entry.kind in _TICKED_AS_TYPED


def extra_label(key: str) -> str:
    """Return the heading of an answer in the 本工具增列 block: `owner.mobile` is 群主手机."""
    stem, _, part = key.partition(".")
    words = vocabulary()
    if stem not in words.fields or (part and part not in words.parts):
        return key  # told by `toolkit.regulations.drawn`
    asked = words[stem].on_forms
    return (asked.label if asked else words[stem].zh) + (words.parts[part].zh if part else "")


def parse_cell(cell: str) -> Answer | None:
    """Return the answer a drawn cell holds (label still empty), or None for text, `<`, `^` and blank."""
    found = _ANSWER.fullmatch(cell.strip())
    if not found:
        return None
    rest = found["rest"] or ""
    parts = tuple(part.strip() for part in rest.split("|")) if rest else ()
    if parts and parts[0] in {"signature", "printed"}:
        return Answer(found["key"], "", signature=parts[0] == "signature", printed=" | ".join(parts[1:]))
    return Answer(found["key"], "", options=parts)


def _drawn(rows: tuple[Row, ...]) -> Iterator[Answer]:
    above: tuple[str, ...] = ()
    block = ""
    for row in rows:
        first = row.row[0] if row.row else ""
        if first not in (LEFT, ABOVE, ""):
            block = first if _heads_a_block(row.row) else ""
        yield from _answers_of(row.row, above, block)
        above = row.row


def _heads_a_block(cells: tuple[str, ...]) -> bool:
    """Tell whether the row's first cell is the title of labels beside it, and not the label of an answer."""
    beside = next((cell for cell in cells[1:] if cell != LEFT), "")
    return bool(beside) and parse_cell(beside) is None


def _answers_of(cells: tuple[str, ...], above: tuple[str, ...], block: str) -> Iterator[Answer]:
    label = ""
    for column, cell in enumerate(cells):
        if cell in (LEFT, ABOVE, ""):
            continue
        answer = parse_cell(cell)
        if answer is None:
            label = cell
            continue
        if label:
            side: Side = "left"
            text, label = label, ""
        elif column == 0 and answer.signature and (inside := _LABEL_INSIDE.match(answer.printed)):
            text, side = inside[1], "left"  # 申请单位意见： in the place for the seal itself
        else:
            over = above[column] if column < len(above) else ""
            text, side = (over, "above") if over not in (LEFT, ABOVE, "") and not parse_cell(over) else (block, "left")
        group = block if block != text else ""
        yield Answer(answer.key, text, side, group, answer.options, answer.signature, answer.printed)


def load_form(path: Path, profile: str) -> Form:
    """Read one drawing by itself; a form of an institution comes with its `Profile`.

    Raises:
        DefinitionError: the file does not fit, or the drawing could not be read again as it is meant.
    """
    from toolkit.regulations.drawn import check_drawing

    form, source = read_form(path, profile)
    if form is not None:
        check_drawing(form, source, vocabulary())
    definitions.refuse(source.mistakes)
    if form is None:
        raise definitions.refused([definitions.Mistake("yaml-no-mapping", source.name)])
    return form


def read_form(path: Path, profile: str, own: str = "") -> tuple[Form | None, definitions.Source]:
    """Return one drawing as far as it fits, and its source, in which the mistakes are told."""
    source = definitions.read(path)
    drawing = definitions.fit(source, Drawing) if source.data is not None else None
    definitions.check_lists(source)
    return (Form(profile, drawing, own) if drawing is not None else None), source

"""What is wrong with a drawing, before anybody hands it out: cells that are no answer, answers that nothing reads.

Everything here is told into the `Source` the drawing was read from, with its line; nothing is raised.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from toolkit.definitions import nearest
from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import read_date
from toolkit.normalise.ticks import read_yes_no
from toolkit.regulations.fields import PERSON_PARTS, label_key
from toolkit.regulations.forms import ABOVE, COMBINED, LEFT, parse_cell
from toolkit.regulations.named import check_conditions, likely_field
from toolkit.regulations.roles import told_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.definitions import Source
    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Drawing, Form, Row

    Place = tuple[int | str, ...]

BRACES = frozenset("{}｛｝")
_BOXED_TOGETHER = ("platform&purpose",)
_READ: Mapping[str, Callable[[str], Any]] = {"count": read_count, "int": read_count, "date": read_date}
_PARTING = re.compile(r"\s*[｜，,/／、]\s*|\s{2,}")
"""What people write between boxes in place of a vertical bar."""
_OTHER = re.compile(r"其他|其它|另")
_COUNTED = re.compile(r"[\d一二三四五六七八九十副第()]")
_SHEET_NAME = 31
_NOT_IN_A_SHEET_NAME = frozenset("[]:*?/\\")
_BODY = {"card": "page", "matrix": "down", "ledger": "columns", "list": "columns"}
_NO_FIELD = ("unknown-field", "drawn-braces", "drawn-only-key", "drawn-no-answer")
_NO_UNIT = ("approval",)
"""Roles whose forms accompany another that has the unit."""
_NAMING, _UNIT = ("group_name", "unit"), "unit"


def check_drawing(form: Form, source: Source, words: Vocabulary) -> None:
    """Tell everything about a drawing that could not be handed out, filled in and read again as it is meant."""
    _Check(form.drawing, source, words).all(form)


def check_together(forms: Sequence[Form], sources: Mapping[str, Source]) -> None:
    """Ask about two forms that nobody could tell apart, and about a form whose title says another role."""
    for name in ("title", "sheet", "annex"):
        first: dict[str, Form] = {}
        for form in forms:
            value = str(getattr(form.drawing, name)).strip()
            if value and value in first:
                sources[form.id].ask("form-alike", name, value=value, what=name, first=first[value].id)
            first.setdefault(value, form)
    for form in forms:
        told, named = told_role(form.drawing.title, register=form.drawing.register), form.drawing.role
        if named == "register" and told == "review":
            sources[form.id].ask("role-odd", "role", role=named, title=form.drawing.title, likely=told)


def _bare_label(label: str) -> str:
    return _COUNTED.sub("", label_key(label))


class _Check:
    def __init__(self, drawing: Drawing, source: Source, words: Vocabulary) -> None:
        self.drawing = drawing
        self.source = source
        self.words = words
        self.at: dict[str, list[Place]] = {}

    def all(self, form: Form) -> None:
        for place, cell in self._cells():
            self._cell(place, cell)
        for number, column in enumerate(self.drawing.columns):
            if not column.answer:
                continue  # a column that is kept as it is
            self._bare_key(("columns", number, "answer"), column.answer)
        if self.drawing.across:
            self._bare_key(("across", "answer"), self.drawing.across.answer)
        self._parts()
        self._widths()
        self._extra()
        self._twice(form)
        self._beside()
        self._labels_of_two(form)
        self._label_twice()
        self._given()
        self._figures()
        self._names(form)

    def _rows(self) -> Iterator[tuple[str, int, Row]]:
        for name in ("head", "page", "down", "foot"):
            for number, row in enumerate(getattr(self.drawing, name)):
                yield name, number, row

    def _cells(self) -> Iterator[tuple[Place, str]]:
        for name, number, row in self._rows():
            for column, cell in enumerate(row.row):
                yield (name, number, "row", column), cell

    def _cell(self, place: Place, cell: str) -> None:
        answer = parse_cell(cell)
        if answer is not None:
            self._key(place, answer.key)
            self._options(place, answer.key, answer.options)
        elif BRACES & set(cell):
            self.source.tell("drawn-no-answer", *place, value=cell, likely=self._meant(cell))

    def _meant(self, cell: str) -> str:
        """Return the cell as it should be written, where one can tell: {群名称}, ｛unit｝, {Unit}."""
        inside = cell.strip().strip("{}｛｝").replace("：", ":")
        key, colon, rest = inside.partition(":")
        meant = self._likely(key.strip())
        return f"{{{meant}{': ' + rest.strip() if colon and rest.strip() else ''}}}" if meant else ""

    def _bare_key(self, place: Place, key: str) -> None:
        if BRACES & set(key):
            self.source.tell("drawn-braces", *place, value=key, likely=key.strip("{}｛｝ ").split(":")[0])
        elif ":" in key or "|" in key or " " in key.strip():
            self.source.tell(
                "drawn-only-key", *place, value=key, likely=self._likely(key.split(":", maxsplit=1)[0].strip())
            )
        else:
            self._key(place, key)

    def _key(self, place: Place, key: str) -> None:
        """Check one key; told are unknown fields, parts that no person has, and two in a cell that nothing parts."""
        good = [self._field(place, part) for part in key.split("&")]
        if all(good):
            self.at.setdefault(key, []).append(place)
            if "&" in key and key not in COMBINED:
                self.source.tell("drawn-combined", *place, value=key, known=sorted(COMBINED))

    def _field(self, place: Place, name: str) -> bool:
        stem, dot, part = name.strip().partition(".")
        entry = self.words.fields.get(stem)
        if entry is None:
            self.source.tell("unknown-field", *place, name=name, likely=self._likely(name))
        elif dot and entry.kind != "people":
            self.source.tell("part-of-no-person", *place, name=name, likely=stem, field=entry.zh)
        elif dot and part not in PERSON_PARTS:
            likely = nearest(part, PERSON_PARTS)
            told = f"{stem}.{likely}" if likely else ""
            self.source.tell("unknown-part", *place, name=name, likely=told, known=list(PERSON_PARTS))
        else:
            return True
        return False

    def _likely(self, name: str) -> str:
        return likely_field(name, self.words)

    def _options(self, place: Place, key: str, options: Iterable[str]) -> None:
        twice = [option for option, count in Counter(map(label_key, options)).items() if count > 1]
        joined = [option for option in options if _PARTING.search(option)] if len(tuple(options)) == 1 else []
        joined += [option for option in options if "｜" in option and option not in joined]
        if joined:
            likely = " | ".join(part.strip() for part in _PARTING.split(joined[0]))
            self.source.tell("drawn-bars", *place, value=joined[0], likely=f"{{{key}: {likely}}}")
        elif twice or "" in options:
            self.source.tell("drawn-options", *place, value=" | ".join(options), key_of=key)
        elif options:
            self._boxes(place, key, tuple(options))
            self._unlisted(place, key, tuple(options))

    def _unlisted(self, place: Place, key: str, options: tuple[str, ...]) -> None:
        """Ask about a box that is none of the options which the institution lists for the field itself."""
        if key in self.words.closed:
            entry = self.words[key]
            for option in (one for one in options if one not in entry.options and not _OTHER.match(one)):
                listed = list(entry.options)
                self.source.ask("boxes-unlisted", *place, value=option, field=entry.zh, options=listed)

    def _boxes(self, place: Place, key: str, options: tuple[str, ...]) -> None:
        """Tell boxes whose tick would mean nothing: of a person, of two answers, neither yes nor no, no figure."""
        entry = self.words.fields.get(key)
        if key in _BOXED_TOGETHER:
            return
        if entry is None or entry.kind == "people":
            if "&" in key or key.partition(".")[0] in self.words.fields:
                self.source.tell("boxes-nowhere", *place, value=key)
        elif entry.kind == "bool":
            told = [read_yes_no(option).value for option in options]
            if sorted(map(str, told)) != ["False", "True"]:
                self.source.tell("boxes-yes-no", *place, value=" | ".join(options), field=entry.zh)
        elif entry.kind in _READ:
            strange = [option for option in options if _READ[entry.kind](option).fault]
            if strange:
                self.source.tell("boxes-not-read", *place, value=strange[0], field=entry.zh)

    def _parts(self) -> None:
        """Tell a layout without its body, and a body that the layout does not have."""
        layout = self.drawing.layout
        if self.source.is_mended(("layout",)):
            return
        bodies = {kind: name for kind, name in _BODY.items() if kind != "list"}
        if layout == "list" and not self.drawing.naming:  # the department's own lists; nobody is handed one
            told = ["card", "matrix", "ledger"]
            self.source.tell("not-one-of", "layout", value=layout, likely="ledger", options=told)
            return
        own = _BODY[layout]
        others = [(kind, name) for kind, name in bodies.items() if name != own and getattr(self.drawing, name)]
        for kind, name in others:
            self.source.tell("drawn-other-layout", name, layout=layout, part=name, likely=kind)
        lacking = [own, *(["across"] if layout == "matrix" else [])]
        for name in lacking if not others else ():
            if not getattr(self.drawing, name) and not self.source.is_mended((name,)):
                self.source.tell("drawn-nothing", "layout", layout=layout, part=name)
        if self.drawing.offered < 1:
            self.source.tell("too-small", "offered", value=self.drawing.offered, least=1)

    def _widths(self) -> None:
        wanted = len(self.drawing.column_widths if self.drawing.layout == "card" else self.drawing.widths)
        for name, number, row in self._rows():
            if wanted and name != "down" and len(row.row) != wanted:
                shown = " | ".join(row.row)
                self.source.tell("drawn-width", name, number, "row", found=len(row.row), expected=wanted, row=shown)
            if row.repeat < 1:
                self.source.tell("too-small", name, number, "repeat", value=row.repeat, least=1)
            first = number == 0 and any(cell == ABOVE for cell in row.row)
            if first or (row.row and row.row[0] == LEFT):
                self.source.tell("drawn-edge", name, number, "row", value=ABOVE if first else LEFT)

    def _extra(self) -> None:
        for number, key in enumerate(self.drawing.extra):
            place: Place = ("extra", number)
            if BRACES & set(key):
                self.source.tell("drawn-braces", *place, value=key, likely=key.strip("{}｛｝ "))
            elif "&" in key:
                self.source.tell("drawn-extra-combined", *place, value=key)
            else:
                self._field(place, key)
        for key, count in Counter(self.drawing.extra).items():
            if count > 1:
                number = len(self.drawing.extra) - 1 - self.drawing.extra[::-1].index(key)
                self.source.tell("drawn-twice", "extra", number, value=key, first="extra")

    def _twice(self, form: Form) -> None:
        """Tell an answer that is drawn twice: which of the two cells would count? Several people may have theirs."""
        signed = {answer.key for answer in form.answers if answer.signature}
        for key, places in self.at.items():
            first, *others = places
            if key == _UNIT and first[0] == "head":
                others = others[1:]  # the sheet's unit, and a row's own
            kinds = {self.words[part.partition(".")[0]].kind for part in key.split("&")}
            if not others or key in signed or kinds == {"people"}:
                continue
            for place in others:
                self.source.tell("drawn-twice", *place, value=key, first=self.source.line(first))
        for number, key in enumerate(self.drawing.extra):
            if key in self.at and key not in signed:
                self.source.tell("drawn-twice", "extra", number, value=key, first=self.source.line(self.at[key][0]))

    def _beside(self) -> None:
        """Tell keys under `labels`, `prompts` and `lines` that belong to no answer."""
        asked = [*self.at, *self.drawing.extra]
        for name in ("labels", "prompts", "lines"):
            for key in getattr(self.drawing, name):
                if key not in asked:
                    likely = nearest(key, asked) or self._likely(key)
                    self.source.tell(
                        "drawn-not-asked", name, key, name=key, likely=likely if likely in asked else "", known=asked
                    )

    def _labels_of_two(self, form: Form) -> None:
        """Tell a further wording of a label that leads to another answer of the form as well."""
        printed: dict[str, str] = {}
        for answer in form.answers:
            if not answer.group and not answer.extra:
                printed.setdefault(label_key(answer.label), answer.key)
        for key, wordings in self.drawing.labels.items():
            for number, wording in enumerate(wordings):
                other = printed.setdefault(label_key(wording), key)
                if other != key and key in self.at:
                    self.source.tell("label-of-two", "labels", key, number, value=wording, other=other, name=key)

    def _label_twice(self) -> None:
        """Tell two columns of a ledger with one label: nobody could say which of the two an answer is for."""
        first: dict[str, int] = {}
        for number, column in enumerate(self.drawing.columns):
            label = label_key(column.label)
            if label in first and (column.answer or self.drawing.columns[first[label]].answer):
                line = self.source.line(("columns", first[label]))
                self.source.tell("label-twice", "columns", number, "label", value=column.label, first=line)
            first.setdefault(label, number)
        self._answer_twice()

    def _answer_twice(self) -> None:
        """Ask about two columns for one person: 管理员1 and 管理员2 are meant so, 审核人 and 指导教师 are not."""
        first: dict[str, str] = {}
        for number, column in enumerate(self.drawing.columns):
            before = first.setdefault(column.answer, column.label) if column.answer else column.label
            if _bare_label(before) != _bare_label(column.label):
                facts = {"value": column.answer, "first": before, "label": column.label}
                self.source.ask("answer-twice", "columns", number, "answer", **facts)

    def _given(self) -> None:
        """Tell answers that the form gives itself, and that no field has."""
        for key, value in self.drawing.fixed.items():
            if self._field(("fixed", key), key):
                entry = self.words[key.partition(".")[0]]
                if entry.options and value not in entry.options:
                    facts = {"value": value, "options": list(entry.options), "field": entry.zh}
                    self.source.tell("unknown-option", "fixed", key, likely=nearest(value, entry.options), **facts)
        for key, other in self.drawing.same.items():
            self._field(("same", key), key)
            self._field(("same", key), other)

    def _figures(self) -> None:
        """Tell figures of a summary that the form does not ask for, or that count what no record could be."""
        asked = [*self.at, *self.drawing.extra]
        for key, told in self.drawing.figures.items():
            if key not in asked:
                likely = nearest(key, asked)
                self.source.tell("drawn-not-asked", "figures", key, name=key, likely=likely, known=asked)
            conditions = {name: answer for name, answer in told.items() if name != "sum"}
            check_conditions(conditions, ("figures", key), self.source, self.words)
            if "sum" in told:
                self._field(("figures", key, "sum"), str(told["sum"]))

    def _names(self, form: Form) -> None:
        """Tell a form that names no group, and a sheet name that Excel does not take."""
        misspelt = bool(self.source.lost | self.source.mended) or any(
            one.code in _NO_FIELD for one in self.source.mistakes
        )
        for name in _NAMING if not misspelt else ():
            if name in form.naming and name not in form.fields:
                self.source.tell("drawn-no-name", name=name, field=self.words[name].zh)
        told = form.fields | {*self.drawing.fixed, *self.drawing.same}
        if not (misspelt or _UNIT in told or form.role in _NO_UNIT or self.drawing.naming):
            self.source.ask("drawn-no-unit", "layout")
        sheet = self.drawing.sheet
        if len(sheet) > _SHEET_NAME or _NOT_IN_A_SHEET_NAME & set(sheet) or sheet != sheet.strip("'"):
            self.source.tell("drawn-sheet", "sheet", value=sheet)
        for name in ("form", "title", "sheet"):
            if not getattr(self.drawing, name).strip():
                self.source.tell("nothing-there", name)

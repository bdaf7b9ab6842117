"""What a form prints inside its answer cells, taken away from what was typed there.

对创建QQ群、微信群的宗旨、用途等进行说明：发布通知        → 发布通知
QQ 群 □  微信群 □                                → "" (no box was touched)
负责人签字（加盖单位公章）：张三   2018 年 5 月 20 日  → 2018年5月20日, and 张三 beside it
（填写已开通或拟开通时间，格式：20××年×月×日）         → ""
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from rapidfuzz import fuzz

from toolkit.intake.layouts.page_words import page_words
from toolkit.messages import sentences
from toolkit.normalise.ticks import has_marks, marked
from toolkit.normalise.words import words
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.forms import ABOVE, LEFT, parse_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Form, Row

_GAP = r"[\s_＿\u200b]*"
_WIDTHS = {
    letter: f"[{re.escape(letter)}{wide}]" for letter, wide in zip(",:()[];!?.", "，：（）［］；！？．", strict=True)
}
_SKELETON = re.compile(r"(?:20)?[×xX_＿\s]*年[×xX_＿\s]*月(?:[×xX_＿\s]*日)?")
_DATE = re.compile(
    rf"(?:\d{{4}}|(?<!\d)\d{{2}}){_GAP}[年./\-－]{_GAP}\d{{1,2}}(?:{_GAP}[月./\-－](?:{_GAP}\d{{1,2}}{_GAP}日?)?)?"
    rf"|[〇○零一二三四五六七八九]{{4}}{_GAP}年{_GAP}[一二三四五六七八九十]{{1,3}}{_GAP}月(?:{_GAP}[一二三四五六七八九十]{{1,3}}{_GAP}日)?"
    r"|(?<!\d)20\d{6}(?!\d)"
)
_SIGNING = re.compile(r"[^\s：:，。；]{0,14}(?:签字|签章|盖章|公章|签名)[^\s：:]{0,8}?(?:[：:]|(?=\s|$))")
_NOTE_BEHIND = re.compile(r"[（(][^（）()]{2,30}[）)]\s*$")
_SPACE = re.compile(r"\s+")
_RETURN = re.compile("_x000[DdAa]_")
"""A line break as Excel's files write it; left in the text by programs that copied such a file without reading it."""
_BOX = "□"
_PRINTED = re.compile("[_＿年□☐○◯◻⬜▢❏❐❑❒\uf0a8\uf06f\uf071\uf072\uf0a3(（[【]")
_ANNEX = re.compile(r"附[件表录]?[\d一二三四五六七八九十]{0,3}")
_FIGURES = re.compile(r"[\d年度()第号]")
LONG_ENOUGH = 8
NEARLY = 85
_FIGURE = re.compile(r"\{\w+\}")  # in the live line
_NOTHING = re.compile(r"[\s_＿:：,，、;；()（）\[\]【】.。/\\\-—]+")


class Signed(NamedTuple):
    """What was written in a place for pen and seal: the date, and the rest (a name, 同意)."""

    date: str
    rest: str


class Page:
    """The printed texts of one form."""

    def __init__(self, form: Form) -> None:
        """Collect them from the drawing."""
        self.form = form

    @cached_property
    def literals(self) -> frozenset[str]:
        """Printed texts that are neither label nor answer: prompts, notes, headings of blocks, titles."""
        drawing = self.form.drawing
        rows: tuple[Row, ...] = (*drawing.head, *drawing.page, *drawing.down, *drawing.foot)
        cells = {cell for row in rows for cell in row.row if cell not in (LEFT, ABOVE, "") and not parse_cell(cell)}
        labels = {text for answer in self.form.answers for text in (answer.label, answer.group)}
        cells = {cell for cell in cells - labels if not cell.endswith((":", "："))}
        texts = (*cells, *drawing.notes, *drawing.prompts.values(), drawing.title, *drawing.titles)
        return frozenset(label_key(text) for text in texts)

    @cached_property
    def _prompts(self) -> dict[str, re.Pattern[str]]:
        prompts = dict(self.form.drawing.prompts)
        prompts |= {a.key: a.printed for a in self.form.answers if a.printed and not a.signature and not a.extra}
        return {key: _pattern(text) for key, text in prompts.items()}

    @cached_property
    def signatures(self) -> dict[str, re.Pattern[str]]:
        """Answer key to what is printed in its place for pen and seal."""
        found = {}
        for answer in self.form.answers:
            if answer.signature:
                pieces = [piece for piece in re.split(r"\s{2,}", answer.printed) if len(piece) > 1]
                prompt = self.form.drawing.prompts.get(answer.key, "")
                pieces += [prompt] if prompt else []
                found[answer.key] = re.compile("|".join(_pattern(piece).pattern for piece in pieces) or r"(?!)")
        return found

    @cached_property
    def _options(self) -> dict[str, re.Pattern[str]]:
        return {answer.key: _option_pattern(answer.options) for answer in self.form.answers if answer.options}

    def is_printed(self, text: str) -> bool:
        """Whether a cell holds nothing but what the form prints there."""
        return label_key(text) in self.literals

    def prints(self, text: str) -> bool:
        """Whether a text that no answer took is the form's or this tool's own: no answer, and no word of a person's.

        As printed, or with a year, the number of the annex or a word left out; never with a letter that the form does
        not print.
        """
        bare = label_key(text)
        if not any(map(str.isalnum, bare)) or bare in self.literals or bare in self._beside or _ANNEX.fullmatch(bare):
            return True
        if any(pattern.fullmatch(bare) for pattern in _counters()) or self._heads_a_column(bare):
            return True
        return any(_is_nearly(bare, known) for known in self._lines if len(known) >= LONG_ENOUGH)

    def is_pen(self, label: str) -> bool:
        """Whether a label is printed for a signature alone and leads to no answer: 二级党组织书记签字、盖章."""
        return label_key(label) in self._pens

    def _heads_a_column(self, bare: str) -> bool:
        """Whether a text is the head of an offered column of a matrix: 微信群3."""
        across = self.form.drawing.across
        return across is not None and bare.rstrip("0123456789") in {
            label_key(value).rstrip("0123456789") for value in across.values
        }

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(self.literals | self._beside)

    @cached_property
    def _beside(self) -> frozenset[str]:
        """Places for a pen, which have a label and no answer, and what this tool writes on its own sheets."""
        drawing = self.form.drawing
        words = {drawing.annex, drawing.confirm, f"{drawing.confirm}{_BOX}", *_own_words()}
        words |= {answer.printed for answer in self.form.answers if answer.signature}
        return self._pens | frozenset(filter(None, map(label_key, words)))

    @cached_property
    def _pens(self) -> frozenset[str]:
        drawing = self.form.drawing
        rows: tuple[Row, ...] = (*drawing.head, *drawing.page, *drawing.down, *drawing.foot)
        texts = {cell for row in rows for cell in row.row if cell not in (LEFT, ABOVE, "") and not parse_cell(cell)}
        asking = {label_key(text) for answer in self.form.answers for text in (answer.label, answer.group)}
        return frozenset(filter(None, map(label_key, texts))) - asking

    def typed(self, key: str, text: str) -> str:
        """Return what a person typed into the answer cell of `key`, "" when it is as printed."""
        text = self.without_note(text)
        if key not in self._prompts and not _PRINTED.search(text):
            return text.strip()
        text = _RETURN.sub("\n", text).strip().strip("_＿").strip()
        if not text:
            return ""
        if key in self._prompts:
            text = self._prompts[key].sub("", text, count=1).strip()
            if self.is_printed(text) or not _NOTHING.sub("", text):
                return ""
        if "年" in text and not any(map(str.isdigit, text.replace("20", ""))) and _SKELETON.fullmatch(text):
            return ""
        return "" if self._untouched(key, text) else text

    def typed_all(self, key: str, texts: Sequence[str]) -> list[str]:
        """Return `typed` of every text in one column; one look tells where nothing is printed.

        Nothing is printed on a list: its cells are kept with their line breaks, which may set people side by side.
        """
        if self.form.drawing.layout == "list":
            return [text if text.strip() else "" for text in texts]
        if key not in self._prompts and not _PRINTED.search("\n".join(texts)):
            return list(map(str.strip, texts))
        return [self.typed(key, text) if text else "" for text in texts]

    def without_note(self, text: str) -> str:
        """Drop a printed note in brackets that stands behind the answer: `NO. 12（党委宣传部填写）`."""
        note = _NOTE_BEHIND.search(text) if text.rstrip().endswith((")", "）")) else None
        return text[: note.start()] if note and self.is_printed(note[0]) else text

    def signed(self, key: str, text: str) -> Signed:
        """Return the date in a place for pen and seal, and what else was typed there."""
        text = self.signatures[key].sub(" ", text)
        date = _DATE.search(text)
        if date:
            text = f"{text[: date.start()]} {text[date.end() :]}"
        text = _SKELETON.sub(" ", _SIGNING.sub(" ", text))
        rest = _SPACE.sub(" ", text).strip(" _＿:：，,。；;日")
        if _NOTHING.sub("", rest) == "" or self.is_printed(rest):
            rest = ""
        return Signed(_SPACE.sub("", date[0]).replace("_", "").replace("＿", "") if date else "", rest)

    def dated(self, key: str, label: str, text: str) -> tuple[str, str, str]:
        """Return who signed in a line of text, which answer his date gives ("" for none) and the date.

        负责人签字：范三   2025年3月8日 below a form that prints 负责人签字 in the place for the unit's opinion.
        """
        signs = key.partition(".")[0] in self._signing and page_words().signature.search(label_key(label))
        date = _DATE.search(text) if signs else None
        who = f"{text[: date.start()]} {text[date.end() :]}".strip(" 日，,；;、\t") if date else ""
        if date is None or not any(map(str.isalpha, who)):
            return text, "", ""
        bare = label_key(label)
        places = (a.key for a in self.form.answers if a.signature and bare and bare in label_key(a.printed))
        return _SPACE.sub(" ", who), next(places, ""), _SPACE.sub("", date[0])

    @cached_property
    def _signing(self) -> frozenset[str]:
        return frozenset({*vocabulary().of_kind("people"), "unit_head", "reporter"})

    def _untouched(self, key: str, text: str) -> bool:
        """Whether a list of options with boxes is as printed: no box ticked, nothing written beside them."""
        line = marked(text)
        if _BOX not in line or has_marks(line.replace(_BOX, "")):
            return False
        pattern = self._options.get(key) or _any_option()
        line = pattern.sub("", line.replace(_BOX, " "))
        return not _NOTHING.sub("", line)


def _is_nearly(text: str, known: str) -> bool:
    """Whether a text is a printed one but for figures and letters left out; it has no letter of its own."""
    if not set(_FIGURES.sub("", text)) <= set(known):
        return False
    return fuzz.ratio(text, known) >= NEARLY


@cache
def _own_words() -> tuple[str, ...]:
    words = sentences("template")
    texts = [text for code in ("suggested", "extra.title", "confirm") for text in words[code].values()]
    return (*texts, *(f"{text}{_BOX}" for text in words["confirm"].values()))


@cache
def _counters() -> tuple[re.Pattern[str], ...]:
    """The live line above our own forms, and the figures that it counts by."""
    words = sentences("template")
    texts = [text for code, told in words.items() if code.startswith("counter.") for text in told.values()]
    pieces = (_FIGURE.split(text) for text in texts)
    return tuple(re.compile(r"\d+".join(re.escape(label_key(piece)) for piece in text)) for text in pieces)


@cache
def _option_pattern(options: tuple[str, ...]) -> re.Pattern[str]:
    texts = sorted((*page_words().printed_options, *options), key=len, reverse=True)
    return re.compile("|".join(_pattern(text).pattern for text in texts), re.IGNORECASE)


def _any_option() -> re.Pattern[str]:
    return _option_of(vocabulary())


@cache
def _option_of(spoken: Vocabulary) -> re.Pattern[str]:
    pairs = [word for pair in words().choices for word in pair]
    options = [option for field in spoken.fields.values() for option in field.options]
    return _option_pattern((*pairs, *options))


def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds a printed text, spaces, underscores and widths aside, in brackets or not."""
    letters = [letter for letter in normalize("NFKC", text) if letter not in " _\n"]
    if len(letters) > 8 and (letters[0], letters[-1]) == ("(", ")"):  # noqa: PLR2004 - a prompt
        letters = letters[1:-1]
    body = _GAP.join(_WIDTHS.get(letter, re.escape(letter)) for letter in letters)
    return re.compile(rf"[(（]?{_GAP}(?:{body}){_GAP}[)）]?" if len(letters) > 8 else body)  # noqa: PLR2004 - a prompt


def page(form: Form) -> Page:
    """Return the printed texts of a form; collected once for each form and the vocabulary that is spoken."""
    return _page(form, vocabulary())


@lru_cache(maxsize=128)
def _page(form: Form, _spoken: Vocabulary) -> Page:
    return Page(form)

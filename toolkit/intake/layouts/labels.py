"""Which label is this text? The form's own labels, then the vocabulary, then closeness.

群 名 称 · 群名称： · *群名称（必填）          own label of the form, however it is set
填报部门（签字、盖章）                        the same without the words about signing
群主手机 · 第一责任人职务                      people and one part of them: `owner.mobile`, `leader.title`
群名称及群号                                 two fields in one cell: `group_name&group_no`
创建者和联系方式                             close enough to 创建者及联系方式
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from string import digits
from typing import TYPE_CHECKING, Literal

from toolkit.intake.layouts.decorations import HINT, NUMBERING, REQUIRED, SIGNS, is_decorated, plainer, stripped
from toolkit.intake.layouts.page_words import page_words
from toolkit.regulations.fields import IGNORED, label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.intake.layouts.heads import Head
    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Form

How = Literal["own", "extra", "compound", "vocabulary", "close", "near"]
LONGEST = 40
CLOSE = 0.85
SHORTEST_CLOSE = 6
"""In a shorter label one letter is the whole meaning."""
LENGTHS_APART = 4
REMEMBERED = 20_000
NAMED = frozenset({"reporter", "unit_head"})
"""Answers that are kept as texts, and are the names of people."""
NAMING = frozenset({"group_name", "group_no"})
COMPOSITES = (
    "group_name&group_no",
    "platform&purpose",
    "member_count&member_scope",
    "owner&admins",
    "owner.mobile&admins.mobile",
)
_COUNTED = re.compile(r"(?:\d{1,2}|[一二三四五六①-⑨])$")
_COUNTED_INSIDE = re.compile(r"(?<=[员主人])(?:\d|[一二三四五六])(?=[手电联姓职邮办])")
_COUNTED_AHEAD = re.compile(r"^(?:第?(?:\d{1,2}|[一二三四五六])个?群|群(?:\d{1,2}|[一二三四五六]))")
_OF_EACH_GROUP = frozenset({"group_name", "group_no", "member_count", "platform", "purpose", "created_on"})
_JOINED = re.compile(r"[、和与及/&+()]|以及")
_BRACKETS = frozenset("()[]")
_PLAIN = re.compile("[\u4e00-\u9fa5](?:[\u4e00-\u9fa50-9A-Za-z]*[\u4e00-\u9fa5])?")
_WORDLESS = re.compile(r"[\x00-@\[-`{-\x7f]*")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_TELLING = re.compile(r"[现原上下新旧非未不前后起止始末\d]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label asks for.

    Attributes:
        key: the answer key; "" for a bare part of a person (姓名, 手机) whose person the context tells.
        how: how the label was found.
        label: the label without what people vary; equal for equal labels.
        part: the part of a person, for a bare part.
        heads: the label may stand over or before parts of a person (管理员 over 姓名, 手机).
    """

    key: str
    how: How
    label: str
    part: str = ""
    heads: bool = False

    @property
    def names_group(self) -> bool:
        """Whether the answer says which group it is."""
        return not NAMING.isdisjoint(self.key.split("&"))


def undecorated(text: str) -> Iterator[str]:
    """Yield what a heading may be without what people put around it (`decorations`)."""
    short = text if len(text) <= LONGEST else HINT.sub("", text)
    label = bare(short)
    if label:
        yield from plainer(label)


@lru_cache(maxsize=32768)
def bare(text: str) -> str:
    """Return `label_key` of a text, "" for one that is too long or too plain to be a label."""
    if len(text) > LONGEST or (text.isascii() and not any(map(str.isalpha, text))):
        return ""
    return label_key(text)


_WORKED_OUT = ("own", "exact", "_by_ends", "letters", "_removable")


class Lexicon:
    """All labels that lead to an answer of one form."""

    def __init__(self, form: Form) -> None:
        """Collect the labels; a form's own go before the vocabulary's."""
        self.form = form
        self.words = vocabulary()
        self._loose: dict[str, Meaning | None] = {}
        self._taught: Mapping[str, Meaning] = {}
        self._foreign: set[str] = set()
        self.heads: dict[tuple[tuple[str, ...], frozenset[str]], tuple[Head, ...]] = {}

    @cached_property
    def own(self) -> dict[str, Meaning]:
        """The form's own labels, drawn ones before 本工具增列, and the titles of its blocks (管理员)."""
        found: dict[str, Meaning] = {}
        parts = _parts()
        for answer in self.form.answers:
            stem, _, part = answer.key.partition(".")
            if answer.group and part and "&" not in answer.key:
                group = label_key(answer.group)
                found.setdefault(group, Meaning(stem, "own", group, heads=True))
                label = label_key(answer.label)
                found.setdefault(label, Meaning("", "own", label, part=parts.get(label, part)))
                continue
            how: How = "extra" if answer.extra else "own"
            for text in (answer.label, *answer.variants):
                label = label_key(text)
                found.setdefault(label, Meaning(answer.key, how, label, heads=self._names_people(answer.key)))
        return found

    @cached_property
    def official(self) -> frozenset[str]:
        """The labels on the institution's own form, blocks and parts included."""
        return frozenset(label for label, meaning in self.own.items() if meaning.how == "own" and not meaning.part)

    @cached_property
    def exact(self) -> dict[str, Meaning]:
        """Every label known, folded: own, people with a part, vocabulary, bare parts."""
        words = self.words
        found = dict(self.own)
        people = {label: meaning.key.partition(".")[0] for label, meaning in found.items() if meaning.heads}
        for label, name in words.by_label.items():
            if name in self._people:
                people.setdefault(label, name)
        for label, stem in people.items():
            for word, part in _parts().items():
                found.setdefault(label + word, Meaning(f"{stem}.{part}", "compound", label + word))
        for label, name in words.by_label.items():
            found.setdefault(label, Meaning(name, "vocabulary", label, heads=name in self._people))
        for label, name in words.by_label.items():  # kept as texts, and people all the same: 填报人姓名
            for word, part in _parts().items() if name in NAMED else ():
                if part == "name":
                    found.setdefault(label + word, Meaning(name, "compound", label + word))
        for label, part in _parts().items():
            found.setdefault(label, Meaning("", "vocabulary", label, part=part))
        return found

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[tuple[str, Meaning]]]:
        found: dict[tuple[str, str], list[tuple[str, Meaning]]] = {}
        for label, meaning in self.exact.items():
            if label:
                found.setdefault((label[0], label[-1]), []).append((label, meaning))
        return found

    @cached_property
    def letters(self) -> frozenset[str]:
        """All letters that a label of this form can have; a text with another letter is none."""
        return letters() | with_widths({letter for label in self.own for letter in label})

    @cached_property
    def outside(self) -> frozenset[str]:
        """Keys that stand once for a page, outside the rows or columns of a ledger or matrix."""
        return self.form.head_keys | {"reporter", "unit_head", "reported_on"}

    @cached_property
    def naming(self) -> frozenset[str]:
        """The answers that say what a row is about."""
        return frozenset(self.form.naming)

    def names(self, key: str) -> bool:
        """Whether an answer key, or one of two in one cell, says what a row is about."""
        return not self.naming.isdisjoint(key.split("&"))

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(self.words.of_kind("people"))

    def _names_people(self, key: str) -> bool:
        stem, _, part = key.partition(".")
        return stem in self._people and part in {"", "name"} and "&" not in key

    def whole(self, text: str) -> Meaning | None:
        """Return what a text asks for that is a label as it stands."""
        return self.exact.get(bare(text))

    def loosely(self, text: str) -> Meaning | None:
        """Return what a text asks for that is a label in other words, or None."""
        if text in self._taught:
            return self._taught[text]
        if text not in self._loose:
            if len(self._loose) > REMEMBERED:
                self._loose.clear()
            self._loose[text] = self._find(bare(text if len(text) <= LONGEST else HINT.sub("", text)))
        return self._loose[text]

    def labels_in(self, line: Iterable[str]) -> set[str]:
        """Return the texts of a line that are labels, in whatever words; what is none is looked at once."""
        labels = set(line).difference(self._foreign)
        if labels:
            foreign = {text for text in labels if self._says_nothing(text)}
            if len(self._foreign) > REMEMBERED:
                self._foreign.clear()
            self._foreign |= foreign
            labels -= foreign
        return labels

    def _says_nothing(self, text: str) -> bool:
        return text not in self._taught and (self._is_plainly_foreign(text) or self.loosely(text) is None)

    def taught(self, meanings: Mapping[str, Meaning]) -> Lexicon:
        """Return a lexicon that also takes the given texts for labels: for one page, whose headings are all odd."""
        more = Lexicon(self.form)
        more.__dict__.update({name: self.__dict__[name] for name in _WORKED_OUT if name in self.__dict__})
        more._taught = {**meanings}
        return more

    def names_group(self, line: Iterable[str]) -> bool:
        """Whether one of the texts of a line is a label, in whatever words, that names the group."""
        meanings = map(self.loosely, self.labels_in(line))
        return any(meaning is not None and self.names(meaning.key) for meaning in meanings)

    def is_exact(self, text: str) -> bool:
        """Whether a text is a label as it stands, in the page or in its head and foot."""
        label = bare(text)
        return label in self.exact or label in page_words().captions

    def is_composed(self, text: str) -> bool:
        """Whether a text is two labels in one cell: 群名称（群号）."""
        return self._composed(bare(text)) is not None

    def is_known(self, label: str, how: str) -> bool:
        """Whether a heading that was taken needs no asking: a known label, with no more around it than 1、 and 必填.

        A hint in brackets may say something else than the label does: 人数（上限）.
        """
        if how in {"near", "close", ""}:
            return how == ""
        plain = bare(label)
        plain = stripped(plain)
        known = (bare(label), plain, page_words().signature.sub("", plain), _COUNTED.sub("", plain))
        return not is_decorated(label) or any(text in self.exact for text in known) or self._composed(plain) is not None

    def caption(self, text: str) -> Meaning | None:
        """Return what a label in the head or the foot of a page asks for."""
        label = bare(text)
        captions, own = page_words().captions, self.own.get(label)
        key = captions.get(label) or (own is None and captions.get(page_words().signature.sub("", label)))
        if key and not own:
            return Meaning(key, "vocabulary", label)
        return own or self.loosely(text)

    def _find(self, label: str) -> Meaning | None:
        if not label or self._is_foreign(label):
            return None
        found = self.exact.get(label) or (self._composed(label) if "(" in label else None)
        if found:
            return found
        for plain in plainer(label):
            found = self.exact.get(plain)
            if found:
                return self._said_inside(label, found) or found
        counted = self._counted(label)
        if counted:
            return replace(counted, label=label)
        composed = (self._composed(plain) for plain in (label, *plainer(label)))
        return next(filter(None, composed), None) or self._close(label)

    def _said_inside(self, label: str, found: Meaning) -> Meaning | None:
        """Return who is meant by 部门负责人（第一责任人）: whom each group has, not who stands once on the page."""
        inside = [self.exact.get(hint[1:-1]) for hint in HINT.findall(label)] if found.key in self.outside else []
        return next((one for one in inside if one and one.key and one.key not in self.outside), None)

    def _counted(self, label: str) -> Meaning | None:
        """Read 管理员2, 群名称2 and 群2名称: an answer of the second person, or of the second group of a row."""
        ahead = _COUNTED_AHEAD.sub("", label)
        inside = _COUNTED_INSIDE.sub("", label, count=1)
        spellings = (_COUNTED.sub("", label), inside, *((f"群{ahead}", ahead) if ahead != label else ()))
        found = (self.exact[spelling] for spelling in spellings if spelling != label and spelling in self.exact)
        return next((one for one in found if one.key.partition(".")[0] in self._people | _OF_EACH_GROUP), None)

    def _is_plainly_foreign(self, text: str) -> bool:
        """Whether a text can be no label in any words, told before it is folded: what folding leaves as it is."""
        if text.isascii():
            return _WORDLESS.fullmatch(text) is not None
        if _PLAIN.fullmatch(text) is None:
            return False
        if len(text) >= SHORTEST_CLOSE and (text[0], text[-1]) in self._by_ends:
            return False
        return not self._removable.issuperset(text.lower())

    def _is_foreign(self, label: str) -> bool:
        """Whether a folded text can be no label in any words; most answers are told by one look at their letters.

        What `plainer`, `_COUNTED` and `_composed` take away is in `_removable` or in brackets; a close label begins
        and ends as one that is known.
        """
        plain = SIGNS.sub("", label)
        if self._removable.issuperset(plain) or not _BRACKETS.isdisjoint(label) or _OTHER_DIGIT.search(label):
            return False
        return len(label) < SHORTEST_CLOSE or (label[0], label[-1]) not in self._by_ends

    @cached_property
    def _removable(self) -> frozenset[str]:
        """The letters of all labels and of what may stand before, in or behind them."""
        around = (page_words().signature, NUMBERING, REQUIRED, _COUNTED, _COUNTED_AHEAD, _JOINED)
        return frozenset().union(*self.exact, digits, *(pattern.pattern for pattern in around))

    def _composed(self, label: str) -> Meaning | None:
        """Read 群名称及群号 as two fields, 群主姓名、电话 as one person."""
        pieces = [self.exact.get(piece) for piece in _JOINED.split(label) if piece]
        known = [piece for piece in pieces if piece]
        if len(known) < 2 or len(known) != len(pieces):  # noqa: PLR2004 - two fields in one cell
            return None
        keys = tuple(dict.fromkeys(piece.key for piece in known if piece.key))
        stems = {key.partition(".")[0] for key in keys}
        if len(keys) == 1 and "." in keys[0] and all(piece.part in {"", keys[0].partition(".")[2]} for piece in known):
            return Meaning(keys[0], "compound", label)
        if len(stems) == 1 and stems <= self._people:
            return Meaning(stems.pop(), "compound", label)
        if len(keys) == 1 and not any(piece.part for piece in known):
            return Meaning(keys[0], "compound", label)
        joined = "&".join(keys)
        return Meaning(joined, "compound", label) if joined in COMPOSITES else None

    def _close(self, label: str) -> Meaning | None:
        """Return the one label that differs in a trifle: never in its ends, never in a telling letter (现, 原, 未)."""
        if len(label) < SHORTEST_CLOSE:
            return None
        best: dict[str, float] = {}
        for other, meaning in self._by_ends.get((label[0], label[-1]), ()):
            if abs(len(other) - len(label)) > LENGTHS_APART:
                continue
            matcher = SequenceMatcher(None, label, other, autojunk=False)
            ratio = matcher.ratio()
            if ratio >= CLOSE and not _differs_tellingly(label, other, matcher):
                best[meaning.key or meaning.part] = max(ratio, best.get(meaning.key or meaning.part, 0.0))
        if len(best) != 1:
            return None
        key = next(iter(best))
        return Meaning(key, "close", label) if key not in vocabulary().parts else None


def _differs_tellingly(label: str, other: str, matcher: SequenceMatcher[str]) -> bool:
    return any(_TELLING.search(label[a:b] + other[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


@cache
def _parts() -> dict[str, str]:
    return {**vocabulary().part_by_label, **page_words().parts}


def letters() -> frozenset[str]:
    """Return all letters of the vocabulary's labels in both widths, with what `label_key` drops."""
    return _letters_of(vocabulary())


@cache
def _letters_of(words: Vocabulary) -> frozenset[str]:
    texts = [*words.by_label, *_parts(), *page_words().captions]
    plain = {letter for text in texts for letter in text}
    return with_widths(plain)


def with_widths(plain: set[str]) -> frozenset[str]:
    """Return letters with their capitals and full-width twins, and all that does not matter in a label."""
    every = plain | {letter.upper() for letter in plain} | set(f"{IGNORED}\u00a0()[]{{}}（）［］【】〔〕｛｝")
    wide = {chr(ord(letter) + 0xFEE0) for letter in every if "!" <= letter <= "~"}
    return frozenset(every | wide)


def lexicon(form: Form) -> Lexicon:
    """Return the labels of a form; made once for each form and the vocabulary that is spoken."""
    return _lexicon(form, vocabulary())


@lru_cache(maxsize=128)
def _lexicon(form: Form, _spoken: Vocabulary) -> Lexicon:
    return Lexicon(form)

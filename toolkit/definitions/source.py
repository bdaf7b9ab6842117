"""One YAML file as plain values that know their lines; what is no YAML is mended where it is plain what was meant.

A slip of the keyboard (a full-width colon, a tab, no space behind a colon) is told and mended, so that the rest of the
file is checked in the same go: https://yaml.org/spec/1.2.2/ has the rules, PyYAML's nodes the lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.definitions.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import yaml

Place = tuple[int | str, ...]
"""The way to a value: `("requirements", 3, "with", "limit")`."""
_SHORT = 12  # so many names are read; of more, the one that was meant is enough
_NAMES = ("id", "form", "label", "answer", "title")
"""What an item of a list is called by, the first that it has."""
_WIDE_COLON = re.compile(r"^(?P<key>\s*(?:- )?[\"']?[A-Za-z_][\w.&-]*[\"']?)\s*：\s*")
_GLUED_COLON = re.compile(r"^(?P<key>\s*(?:- )?[a-z_][a-z_.&]*):(?=[^\s:/])")
_WIDE_COMMA = re.compile(r"，(?=\s*[a-z_]+\s*[:：])")
_SLIPS = (
    ("yaml-wide-colon", _WIDE_COLON, r"\g<key>: "),
    ("yaml-glued-colon", _GLUED_COLON, r"\g<key>: "),
    ("yaml-wide-comma", _WIDE_COMMA, ", "),
)
_WIDE_BRACES = frozenset("｛｝［］")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_HASH = re.compile(r"\S\s+#")
_CUT = re.compile(r"\S\s+#(?=[^\s#])")
"""Text that goes on behind a # which YAML takes for the beginning of a comment; people put a space behind theirs."""
_TEXT = "tag:yaml.org,2002:str"
_TAB = re.compile(r"^(\s*)")
_PROBLEMS = (
    ("cannot start any token", "yaml-start"),
    ("alphabetic or numeric character", "yaml-start"),
    ("undefined alias", "yaml-start"),
    ("undefined tag handle", "yaml-start"),
    ("tab character", "yaml-tab"),
    ("mapping values are not allowed", "yaml-colon-inside"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("expected ',' or", "yaml-bracket"),
    ("expected node content", "yaml-bracket"),
    ("unexpected end of stream", "yaml-quote"),
    ("escape", "yaml-escape"),
    ("control characters", "yaml-control"),
    ("special characters", "yaml-control"),
    ("expected key", "yaml-indent"),
    ("block end", "yaml-indent"),
    ("'-' indicator", "yaml-indent"),
    ("single document", "yaml-documents"),
    ("<document start>", "yaml-documents"),
)


class Mapped(dict[str, Any]):
    """A mapping whose keys stay text; `lines` has the line of each key, `raw` each plain value as it was typed."""

    def __init__(self) -> None:
        """Begin an empty one."""
        super().__init__()
        self.lines: dict[int | str, int] = {}
        self.raw: dict[int | str, str] = {}


class Listed(list[Any]):
    """A list with the same knowledge of its items, by their number."""

    def __init__(self) -> None:
        """Begin an empty one."""
        super().__init__()
        self.lines: dict[int | str, int] = {}
        self.raw: dict[int | str, str] = {}


@dataclass
class Source:
    """One file: `name` (`example-2026/register.yaml`), its `data`, and the `mistakes` found in it so far.

    `doubts` are what a careful reader would ask about; nothing is refused for them. `mended` are the places that were
    set right to go on: nothing more is told of what stands there. `lost` are the lists of which an item had to be left
    out.
    """

    name: str
    data: Any = None
    mistakes: list[Mistake] = field(default_factory=list)
    doubts: list[Mistake] = field(default_factory=list)
    mended: set[Place] = field(default_factory=set)
    lost: set[Place] = field(default_factory=set)

    def tell(self, code: str, *place: int | str, **facts: Any) -> None:
        """Note a mistake at a place; nothing where a mistake at or above that place is known already."""
        self._note(self.mistakes, code, place, facts)

    def ask(self, code: str, *place: int | str, **facts: Any) -> None:
        """Note a doubt at a place: what may be meant, and may be a slip."""
        self._note(self.doubts, code, place, facts)

    def _note(self, told: list[Mistake], code: str, place: Place, facts: dict[str, Any]) -> None:
        if not self.is_mended(place):
            if facts.get("likely") and len(facts.get("known", ())) > _SHORT:
                facts["known"] = ""
            listed = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in facts.items())
            told.append(Mistake(code, self.name, self.line(place), self.key(place), listed))

    def is_mended(self, place: Place) -> bool:
        """Tell whether what stands at a place was put there to go on, and says nothing."""
        return any(place[:length] in self.mended for length in range(1, len(place) + 1))

    def line(self, place: Place) -> int:
        """Return the line of a place, of what is nearest above it where it is not there; 0 for the whole file."""
        found, here = 0, self.data
        for part in place:
            if isinstance(here, Mapped | Listed) and part in here.lines:
                found = here.lines[part]
                here = here.get(str(part)) if isinstance(here, Mapped) else here[int(part)]
            else:
                break
        return found

    def raw(self, place: Place) -> str | None:
        """Return a plain value as it was typed; None where there is none."""
        here = self.at(place[:-1])
        return here.raw.get(place[-1]) if place and isinstance(here, Mapped | Listed) else None

    def at(self, place: Place) -> Any:
        """Return what stands at a place; None where nothing does."""
        here = self.data
        for part in place:
            if isinstance(here, Mapped) and part in here:
                here = here[str(part)]
            elif isinstance(here, Listed) and isinstance(part, int) and part < len(here):
                here = here[part]
            else:
                return None
        return here

    def key(self, place: Place) -> str:
        """Return the way to a place as a person reads it: an item of a list by its name, else by its number."""
        words, here = [], self.data
        for part in place:
            below = self._below(here, part)
            words.append(_called(below, part) if isinstance(part, int) else str(part))
            here = below
        return " › ".join(words)

    @staticmethod
    def _below(here: Any, part: int | str) -> Any:
        if isinstance(here, Mapped):
            return here.get(str(part))
        return here[part] if isinstance(here, Listed) and isinstance(part, int) and part < len(here) else None


def read(path: Path) -> Source:
    """Read one definition file; `data` is None where nothing can be made of it, and `mistakes` say why."""
    source = Source(f"{path.parent.name}/{path.name}")
    text = _text(path, source)
    if text is None:
        return source
    node = _composed(text, source)
    if node is None:
        if not source.mistakes:
            source.tell("yaml-empty")
        return source
    source.data = _plain(node, source)
    for number, line in enumerate(text.split("\n"), start=1):
        if _CUT.search(_QUOTED.sub('""', line)) and not line.lstrip().startswith("#"):
            source.doubts.append(Mistake("yaml-cut", source.name, number, "", (("value", line.strip()),)))
    return source


def _called(item: Any, number: int) -> str:
    named = (
        next((item[name] for name in _NAMES if isinstance(item.get(name), str)), "") if isinstance(item, dict) else ""
    )
    return named or f"#{number + 1}"


def _text(path: Path, source: Source) -> str | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        source.tell("yaml-missing")
        return None
    except OSError as error:
        source.tell("yaml-not-opened", detail=error.strerror or type(error).__name__)
        return None
    if b"\0" in data[:200]:
        source.tell("yaml-encoding", likely="UTF-16")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        likely = "GBK" if _decodes(data, "gb18030") else ""
        source.mistakes.append(Mistake("yaml-encoding", source.name, line, "", (("likely", likely),)))
        return data.decode("gb18030") if likely else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _composed(text: str, source: Source) -> yaml.Node | None:
    """Return the tree of a text; of one that is no YAML, that of the text without its plain slips."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
        if isinstance(node, yaml.MappingNode) or node is None:
            return node
        fault: yaml.YAMLError | None = None
    except yaml.YAMLError as error:
        fault = error
    mended = _without_slips(text, source)
    if mended != text:
        try:
            return yaml.compose(mended, Loader=loader)
        except yaml.YAMLError as error:
            fault = error
    if fault is None:
        source.tell("yaml-no-mapping")
        return None
    _tell_fault(fault, mended, source)
    return None


def _without_slips(text: str, source: Source) -> str:
    """Return the text with its slips mended, each told with its line."""
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        indent = _TAB.match(line)
        if indent and "\t" in indent[1] and line.strip():
            source.mistakes.append(Mistake("yaml-tab", source.name, number))
            line = line.replace("\t", "  ")  # noqa: PLW2901 - the line as it was meant
        for code, slip, meant in _SLIPS:
            if slip.search(line):
                key = line.strip(" -\"'").partition("：")[0].partition(":")[0].strip("\"' ")
                source.mistakes.append(Mistake(code, source.name, number, key))
                line = slip.sub(meant, line)  # noqa: PLW2901 - the line as it was meant
        lines.append(line)
    return "\n".join(lines)


def _cause(code: str, fault: yaml.YAMLError, text: str) -> str:
    """Return the code of what is plainly the cause on the line: braces of full width, a # that begins a comment."""
    lines = text.split("\n")
    marks = (getattr(fault, name, None) for name in ("problem_mark", "context_mark"))
    for line in (lines[mark.line] for mark in marks if mark is not None and mark.line < len(lines)):
        if _WIDE_BRACES & set(_QUOTED.sub("", line)):
            return "yaml-wide-braces"
        if code == "yaml-bracket" and _HASH.search(_QUOTED.sub("", line)):
            return "yaml-hash"
    return code


def _tell_fault(fault: yaml.YAMLError, text: str, source: Source) -> None:
    said = " ".join(filter(None, (getattr(fault, name, None) for name in ("context", "problem")))) or str(fault)
    code = next((code for words, code in _PROBLEMS if words in said), "yaml-unreadable")
    code = _cause(code, fault, text)
    begun = code in {"yaml-bracket", "yaml-quote"} and getattr(fault, "context_mark", None)
    mark = begun or getattr(fault, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    if open_quote := next((number for number in _odd_quotes(text) if number <= max(line, 1)), 0):
        code, line = "yaml-quote", open_quote
    if not any(one.line == line and one.code == code for one in source.mistakes):
        source.mistakes.append(Mistake(code, source.name, line, "", (("detail", said),)))


def _odd_quotes(text: str) -> Iterator[int]:
    """Yield the lines on which a double quotation mark is opened and not closed, or closed and not opened."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.replace('\\"', "").partition(" #")[0].count('"') % 2:
            yield number


def _plain(node: yaml.Node, source: Source, within: tuple[int, ...] = ()) -> Any:
    """Return a tree as plain values; a key that stands twice is told, and the first one counts."""
    import yaml

    if id(node) in within:
        line = node.start_mark.line + 1
        source.mistakes.append(Mistake("yaml-circle", source.name, line))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, source, (*within, id(node)))
    if isinstance(node, yaml.SequenceNode):
        listed = Listed()
        for number, item in enumerate(node.value):
            listed.append(_plain(item, source, (*within, id(node))))
            _remember(listed, number, item, item.start_mark.line + 1)
        return listed
    return _scalar(node, source)


def _mapping(node: yaml.MappingNode, source: Source, within: tuple[int, ...]) -> Mapped:
    mapped = Mapped()
    for key, value in _pairs(node):
        line = key.start_mark.line + 1
        name = str(key.value) if isinstance(key.value, str) else ""
        if not isinstance(key.value, str):
            source.mistakes.append(Mistake("yaml-key", source.name, line))
        elif name in mapped:
            facts = (("first", mapped.lines[name]),)
            source.mistakes.append(Mistake("yaml-twice", source.name, line, name, facts))
        else:
            mapped[name] = _plain(value, source, within)
            _remember(mapped, name, value, line)
    return mapped


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the pairs of a mapping, those merged in by `<<` behind its own."""
    import yaml

    merged: list[yaml.Node] = []
    own: set[Any] = set()
    for key, value in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        else:
            own.add(key.value if isinstance(key.value, str) else None)
            yield key, value
    for one in merged:
        for key, value in one.value if isinstance(one, yaml.MappingNode) else ():
            if key.value not in own:
                own.add(key.value)
                yield key, value


def _remember(whole: Mapped | Listed, part: int | str, node: yaml.Node, line: int) -> None:
    whole.lines[part] = line
    if isinstance(node.value, str):
        whole.raw[part] = node.value


def _scalar(node: yaml.Node, source: Source) -> Any:
    """Return a plain value as YAML reads it; a day that does not exist stays text."""
    import yaml

    if node.tag == _TEXT:
        return node.value
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError:
        return node.value
    except yaml.YAMLError as error:
        line = node.start_mark.line + 1
        detail = getattr(error, "problem", "") or str(error)
        source.mistakes.append(Mistake("yaml-unreadable", source.name, line, "", (("detail", detail),)))
        return node.value

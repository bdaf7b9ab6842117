"""What a regulation says in the right form and cannot mean: an option nobody gives, a route that no group reaches.

Beside these mistakes stands what a careful reader would ask about (`Source.ask`); nothing is refused for that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.definitions import nearest
from toolkit.definitions.mistakes import CATALOGUE
from toolkit.messages import Spoken
from toolkit.regulations.named import COMPARISONS
from toolkit.regulations.windows import RULE, spread_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.definitions import Source
    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Regulation, Route

    Place = tuple[int | str, ...]

_KINDS = "kind"  # 群, 公众号, APP: no institution has another
_CHOICE = "enum"
_WIDE = re.compile("[，｜]")
_OF_VALUES = ("one-of", "preferred")
_WINDOWED = (RULE, "missing-return")
_LONGEST_WINDOW, _A_YEAR = 200, 364
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS_APART = 2
_FIGURE = re.compile(r"(\d+|[〇零一二两三四五六七八九十百千万]+)(?:个)?(周|星期|月|年|小时)?")
_DIGITS = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_QUOTED = ("limit", "days", "at_least", "at_most", "years", "max")
"""Parameters whose number stands in the words of the article as a rule."""
_WORKDAY, _CALENDAR = "workday", "calendar"
_WORKDAYS = re.compile(r"工作日|工作天")
_ANY_DAYS = re.compile(r"[\d〇一二三四五六七八九十百]+\s*(?:日|天)(?:之?内|以内|后)")
_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百\d]+)条")
_DAYS = {"周": (7,), "星期": (7,), "月": (30, 31), "年": (12, 365, 366), "小时": ()}
"""What is told in weeks, months or years is asked in days, or in months."""


def check_meaning(regulation: Regulation, source: Source, *, forms: Sequence[Form], words: Vocabulary) -> None:
    """Tell what can be read and never be met, and ask about what is odd."""
    _Options(regulation, source, forms, words).all()
    _listed_platforms(regulation, source, words)
    _routes(regulation.routes, source)
    _windows(regulation, source)
    for number, entry in enumerate(regulation.requirements):
        _bounds(entry.with_, ("requirements", number, "with"), source)
        _not_quoted(entry.quote, entry.with_, ("requirements", number, "with"), source)
        _other_days(entry.quote, entry.with_, ("requirements", number, "with"), source)
    _years(regulation, source)
    _gaps(regulation, source)


def crossed(told: Mapping[str, Any]) -> bool:
    """Tell bounds that no figure can keep: at least 2 and at most 1.

    >>> crossed({"at_least": 2, "at_most": 1}), crossed({"over": 5, "under": 7}), crossed({"at_least": 3})
    (True, False, False)
    """
    bounds = {name: told[name] for name in COMPARISONS if isinstance(told.get(name), int)}
    least = max([bounds.get("at_least", 0), bounds.get("over", -1) + 1])
    most = [bounds[name] - (name == "under") for name in ("at_most", "under") if name in bounds]
    return bool(most) and min(most) < least and len(bounds) > 1


class _Options:
    """The options that a record can have, and those that conditions and lists of values name."""

    def __init__(self, regulation: Regulation, source: Source, forms: Sequence[Form], words: Vocabulary) -> None:
        self.regulation, self.source, self.words = regulation, source, words
        self.boxes: dict[str, list[tuple[str, ...]]] = {}
        for answer in (answer for form in forms for answer in form.answers):
            self.boxes.setdefault(answer.key, []).append(answer.options)
        self.fixed = {(name, value) for form in forms for name, value in form.drawing.fixed.items()}

    def all(self) -> None:
        for place, name, answer in self._named():
            entry = self.words.fields.get(name)
            if entry is None or entry.kind != _CHOICE or not isinstance(answer, str) or not answer:
                continue
            known = self._known(name)
            if answer in known or (name, answer) in self.fixed:
                continue
            said = [option for option, told in self.regulation.options.get(name, {}).items() if answer in told]
            likely = said[0] if said else nearest(answer, known)
            facts = {"name": name, "value": answer, "likely": likely, "options": known, "field": entry.zh}
            if said or self._closed(name) or _WIDE.search(answer):
                self.source.tell("unknown-option", *place, **facts)
            elif place[0] == "requirements" and answer not in self._declared(name):
                self.source.ask("option-taken", *place, **facts)

    def _known(self, name: str) -> list[str]:
        boxes = [option for options in self.boxes.get(name, ()) for option in options]
        told = self.regulation.options.get(name, {})
        explained = {word for words in told.values() for word in words}
        return list(dict.fromkeys((*self.words[name].options, *told, *(one for one in boxes if one not in explained))))

    def _declared(self, name: str) -> set[str]:
        """Return the values that a requirement lists for a field by itself."""
        asked = (entry.with_ for entry in self.regulation.requirements if entry.with_.get("field") == name)
        return {str(value) for told in asked for value in (told.get("values") or ())}

    def _closed(self, name: str) -> bool:
        """Tell whether the list of a field is the institution's own, so that there is no other answer."""
        printed = self.boxes.get(name, [])
        return name == _KINDS or name in self.words.closed or (bool(printed) and all(printed))

    def _named(self) -> Iterator[tuple[Place, str, Any]]:
        for number, entry in enumerate(self.regulation.requirements):
            for side in ("when", "unless"):
                yield from _answers(entry.with_.get(side), ("requirements", number, "with", side))
            values, place = entry.with_.get("values"), ("requirements", number, "with", "values")
            if entry.rule in _OF_VALUES and isinstance(values, list):
                name = str(entry.with_.get("field", ""))
                yield from (((*place, at), name, one) for at, one in enumerate(values))
        for number, route in enumerate(self.regulation.routes):
            yield from _answers(route.when, ("routes", number, "when"))


def _answers(told: Any, place: Place) -> Iterator[tuple[Place, str, Any]]:
    for name, answers in told.items() if isinstance(told, dict) else ():
        if isinstance(answers, list):
            yield from (((*place, name, number), name, one) for number, one in enumerate(answers))
        elif not isinstance(answers, dict):
            yield (*place, name), name, answers


def _listed_platforms(regulation: Regulation, source: Source, words: Vocabulary) -> None:
    """Tell platforms that nobody declared, and kinds that there are none of."""
    for listed, name in (("platforms", "platform"), ("scope_kinds", _KINDS)):
        entry = words[name]
        for number, value in enumerate(getattr(regulation.parameters, listed)):
            if value not in entry.options:
                likely = nearest(value, entry.options) or _said(value, words)
                known = list(entry.options)
                code = "undeclared-platform" if name == "platform" else "unknown-option"
                place = ("parameters", listed, number)
                source.tell(
                    code, *place, name=value, value=value, likely=likely, known=known, options=known, field=entry.zh
                )


def _said(value: str, words: Vocabulary) -> str:
    from toolkit.normalise.words import words as readers

    told = {**readers().platforms, **words.platforms}
    return next((name for name, others in told.items() if value in others), "")


def _routes(routes: Sequence[Route], source: Source) -> None:
    """Tell the routes behind one that takes all of their groups, once for it: the first that fits holds."""
    behind: dict[int, list[int]] = {}
    for number, route in enumerate(routes):
        before = next((place for place in range(number) if _takes(routes[place].when, route.when)), None)
        if before is not None:
            behind.setdefault(before, []).append(number)
    for before, unreached in behind.items():
        lines = [source.line(("routes", number)) for number in unreached]
        source.tell("route-unreached", "routes", unreached[0], first=source.line(("routes", before)), lines=lines)


def _takes(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Tell whether every group that fits the second condition fits the first."""
    for name, answers in wide.items():
        if name not in narrow:
            return False
        if isinstance(answers, dict) or isinstance(narrow[name], dict):
            if answers != narrow[name]:
                return False
        elif not _as_set(narrow[name]) <= _as_set(answers):
            return False
    return True


def _as_set(answers: Any) -> set[str]:
    return set(map(str, answers if isinstance(answers, list) else [answers]))


def _windows(regulation: Regulation, source: Source) -> None:
    """Tell a window whose end was written before its beginning: it would last nearly a year."""
    asked = regulation.parameters
    told: list[tuple[Place, str, str]] = []
    if asked.annual_window:
        told.append((("parameters", "annual_window"), asked.annual_window.start, asked.annual_window.end))
    told += [(("parameters", "windows", at), one.start, one.end) for at, one in enumerate(asked.windows)]
    for at, entry in enumerate(regulation.requirements):
        start, end = entry.with_.get("start"), entry.with_.get("end")
        if entry.rule in _WINDOWED and start and end:
            told.append((("requirements", at, "with"), str(start), str(end)))
        season = entry.with_.get("season")
        if isinstance(season, dict) and {"start", "end"} <= set(season):
            told.append((("requirements", at, "with", "season"), str(season["start"]), str(season["end"])))
    for place, start, end in told:
        days = spread_of((start, end))
        if end < start and days is not None and _LONGEST_WINDOW < days < _A_YEAR:
            source.tell("window-reversed", *place, start=start, end=end, days=days)


def _bounds(told: Mapping[str, Any], place: Place, source: Source) -> None:
    if crossed(told):
        bounds = [f"{name}: {told[name]}" for name in COMPARISONS if name in told]
        source.tell("bounds-crossed", *place, bounds=bounds)
    for side in ("when", "unless"):
        conditions = told.get(side)
        for name, wanted in conditions.items() if isinstance(conditions, dict) else ():
            if isinstance(wanted, dict) and crossed(wanted):
                bounds = [f"{one}: {value}" for one, value in wanted.items()]
                source.tell("bounds-crossed", *place, side, name, bounds=bounds)


def _not_quoted(quote: str, told: Mapping[str, Any], place: Place, source: Source) -> None:
    """Ask about a number under `with` that the words of the article do not have, though they have others."""
    meant = {figure + off for figure in figures_in(quote) for off in (-1, 0, 1)}
    if not meant:
        return
    for name in _QUOTED:
        value = told.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value not in meant:
            source.ask("not-quoted", *place, name, name=name, value=value, quote=quote)
    deadline = told.get("deadline")
    if isinstance(deadline, dict):
        _not_quoted(quote, deadline, (*place, "deadline"), source)


def _other_days(quote: str, told: Mapping[str, Any], place: Place, source: Source) -> None:
    """Ask about days that are counted otherwise than the words of the article have them: 工作日, or days."""
    kind = told.get("kind", _WORKDAY) if "event" in told or "kind" in told else ""
    quoted = _WORKDAY if _WORKDAYS.search(quote) else _CALENDAR if _ANY_DAYS.search(quote) else ""
    if quoted and kind in {_WORKDAY, _CALENDAR} and kind != quoted:
        counted, said = (Spoken(CATALOGUE, f"day-kind-{one}") for one in (kind, quoted))
        place = (*place, "kind") if "kind" in told else place
        source.ask("day-kind-quoted", *place, counted=counted, quoted=said, quote=quote)
    deadline = told.get("deadline")
    if isinstance(deadline, dict):
        _other_days(quote, deadline, (*place, "deadline"), source)


def figures_in(text: str) -> tuple[int, ...]:
    """Return the numbers that a text names, in figures or in Chinese; of weeks, months and years also the days.

    >>> figures_in("管理员1—3名，不超过五百人，两周内")
    (1, 3, 500, 2, 14)
    """
    found: list[int] = []
    for one in _FIGURE.finditer(text):
        figure = int(one[1]) if one[1].isdecimal() else _chinese(one[1])
        found += [figure, *(figure * times for times in _DAYS.get(one[2] or "", ()))]
    return tuple(found)


def _chinese(text: str) -> int:
    whole, part, digit = 0, 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter == "万":
            whole, part, digit = (whole + part + digit or 1) * _TENS[letter], 0, 0
        else:
            part, digit = part + (digit or 1) * _TENS[letter], 0
    return whole + part + digit


def _years(regulation: Regulation, source: Source) -> None:
    """Ask about a day in force that lies far from every other year the definition names."""
    paper = regulation.document
    told = f"{regulation.profile} {regulation.version} {paper.number} {paper.adopted or ''} {paper.issued or ''}"
    years = [int(year) for year in _YEAR.findall(told)]
    day = paper.effective
    if day is not None and years and min(abs(day.year - year) for year in years) > _YEARS_APART:
        source.ask("year-far", "document", "effective", value=day, years=sorted(set(years)))


def _gaps(regulation: Regulation, source: Source) -> None:
    """Ask about an article that is left out: 第一条, 第二条, 第四条."""
    before, title = 0, ""
    for number, article in enumerate(regulation.articles):
        found = _ARTICLE.match(article.title.strip())
        here = (int(found[1]) if found[1].isdecimal() else _chinese(found[1])) if found else 0
        if before and here > before + 1:
            missing = [f"第{one}条" for one in range(before + 1, here)]
            facts = {"before": title, "title": article.title, "missing": missing}
            source.ask("article-gap", "articles", number, "title", **facts)
        if here:
            before, title = here, article.title

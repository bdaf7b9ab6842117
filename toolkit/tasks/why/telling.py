"""A group of a run in lines: where it was read, what was made of it, how it was matched, and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.standing import stems
from toolkit.findings.rules.to_findings import heading, masked
from toolkit.messages import word
from toolkit.model import Where
from toolkit.regulations.fields import vocabulary
from toolkit.report.links import place_text
from toolkit.tasks.why.places import decided, places
from toolkit.tasks.why.search import is_paper, papers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.tasks.why.run import Run
    from toolkit.tasks.why.search import Hit

    Row = Mapping[str, Any]

_NOTHING = "—"


def listed(run: Run, hits: Sequence[Hit], key: str, *, lang: str) -> list[str]:
    """Return one line a group, to choose from."""
    lines = [word("cli", "why-several", {"key": key, "count": len(hits)}, lang=lang)]
    return [*lines, *(f"  {hit.record or hit.previous}  {_name(_row(run, hit))}" for hit in hits)]


def told(run: Run, hit: Hit, *, lang: str) -> list[str]:
    """Return everything about one group."""
    return list(_Telling(run, hit, lang).lines())


class _Telling:
    """One group under way to lines in one language."""

    def __init__(self, run: Run, hit: Hit, lang: str) -> None:
        self._run, self._hit, self._lang = run, hit, lang
        self._record = run.records.get(hit.record)
        self._previous = run.previous.get(hit.previous)
        self._rows = [row for row in (self._record, self._previous) if row is not None]
        self._papers = papers_of(run, hit.record)
        self._names = [name for name in (*hit, *self._papers) if name]

    def lines(self) -> Iterator[str]:
        yield _name(_row(self._run, self._hit))
        yield from self._read("read", self._record)
        for paper in self._papers:
            yield from self._read("read-beside", self._run.records[paper])
        yield from self._verdict()
        yield from self._candidates()
        yield from self._section("decisions", [" · ".join(filter(None, one)) for one in self._decisions()])
        yield from self._section("duplicates", [self._cluster(one) for one in self._clusters()])
        yield from self._section("findings", [self._finding(one) for one in self._findings()])
        cells = places(self._run.sheets, self._names, self._rows)
        yield from self._section("report", ["、".join(cells)] if cells else [])

    def _say(self, code: str, **facts: object) -> str:
        return word("cli", f"why-{code}", facts, lang=self._lang)

    def _section(self, code: str, lines: Sequence[str]) -> Iterator[str]:
        yield self._say(code)
        yield from (f"  {line}" for line in lines or [self._say("nothing")])

    def _read(self, code: str, record: Row | None) -> Iterator[str]:
        if record is None:
            return
        yield self._say(code, place=place_text(Where(**record["source"])))
        found = self._run.table_of(record["source"])
        if found is None:
            yield f"  {self._say('not-read-again')}"
            for field, value in record["values"].items():
                if value not in (None, [], ""):
                    yield f"  {heading(field, lang=self._lang)}：{_said(value)}"
            return
        table, place = found
        for answer, texts in table.columns.items():
            if texts[place].strip():
                cell = table.sheet.where(answer, table.offsets[place]).cell
                facts = {
                    "label": self._label(answer),
                    "cell": cell,
                    "raw": _one_line(str(masked(texts[place], answer))),
                }
                yield "  " + self._say("cleaned", **facts, value=self._cleaned(record, answer))

    def _label(self, answer: str) -> str:
        return answer.removeprefix("other:") if answer.startswith("other:") else heading(answer, lang=self._lang)

    @staticmethod
    def _cleaned(record: Row, answer: str) -> str:
        values = record["values"]
        if answer.startswith("other:"):
            return _said((values.get("other") or {}).get(answer.removeprefix("other:")))
        fields = [stem for stem in stems(answer) if stem in vocabulary().fields]
        return " / ".join(_said(values.get("group_nos" if field == "group_no" else field)) for field in fields)

    def _verdict(self) -> Iterator[str]:
        if self._record is not None:
            verdict = word("report", f"verdict-{self._record['verdict']}", lang=self._lang)
            basis = self._record["basis"]
            told_by = word("report", f"basis-{basis}", lang=self._lang) if basis else self._say("no-basis")
            if is_paper(self._run, self._hit.record):
                verdict = word("report", "verdict-paper", lang=self._lang)
                told_by = word("report", "basis-paper", lang=self._lang)
            yield self._say("verdict", verdict=verdict, basis=told_by)
        if self._previous is not None:
            facts = {
                "name": _name(self._previous),
                "place": place_text(Where(**self._previous["source"])),
                "verdict": word("report", f"verdict-{self._previous['verdict']}", lang=self._lang),
            }
            yield self._say("previous", **facts)

    def _candidates(self) -> Iterator[str]:
        lines = []
        for one in self._run.told["suggestions"]:
            if one["record"] == self._hit.record or one["previous"] == self._hit.previous:
                other = self._run.previous[one["previous"]]
                if one["record"] != self._hit.record:
                    other = self._run.records[one["record"]]
                evidence = "；".join(
                    f"{heading(row['field'], lang=self._lang)} {row['likeness']}" for row in one["evidence"]
                )
                lines.append(f"{one['score']:.3f}  {_name(other)}（{evidence}）")
        return self._section("candidates", lines)

    def _decisions(self) -> list[tuple[str, ...]]:
        wanted = [(str(row["values"]["unit"] or ""), str(row["values"]["group_name"] or "")) for row in self._rows]
        return decided(self._run.sheets, wanted)

    def _clusters(self) -> list[Row]:
        return [one for one in self._run.told["duplicates"] if self._hit.record in one["records"]]

    def _cluster(self, cluster: Row) -> str:
        others = [_name(self._run.records[name]) for name in cluster["records"] if name != self._hit.record]
        kind = word("report", f"duplicate-{cluster['kind']}", lang=self._lang)
        return f"{kind}：{'；'.join(others)}"

    def _findings(self) -> list[Row]:
        names = set(self._names)
        return [one for one in self._run.told["findings"] if names & {*one["records"], *one["previous"]}]

    def _finding(self, finding: Row) -> str:
        severity = word("report", f"severity-{finding['severity']}", lang=self._lang)
        cells = [place_text(Where(**where)) for where in finding["where"][:1]]
        return " ".join([f"[{severity}] {finding['requirement']}", *cells, finding["message"]])


def _row(run: Run, hit: Hit) -> Row:
    return run.records[hit.record] if hit.record else run.previous[hit.previous]


def _name(row: Row) -> str:
    values = row["values"]
    numbers = "、".join(values["group_nos"])
    told_by = [values["unit"], values["group_name"] or _NOTHING, numbers, values["platform"], values["filing_no"]]
    return " · ".join(_one_line(str(text)) for text in told_by if text)


def _said(value: Any) -> str:
    """Return a value of outcome.json as a person reads it; `—` for what is absent."""
    if value is None or value in ("", []):
        return _NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_said, value))
    if isinstance(value, dict) and "raw" in value:
        low, high = value["low"], value["high"]
        return f"{low}–{'∞' if high is None else high}" if low != high else _said(low)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return _one_line(str(value))


def _one_line(text: str) -> str:
    return "⏎".join(text.split("\n"))

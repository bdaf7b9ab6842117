"""What `reconcile check --explain` says: as which form each sheet was read, why, what else it might be, which labels.

Nothing that stands in an answer is repeated; labels and cells are enough to see where a form was understood otherwise.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.messages import word
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.model import Outcome, Submission, Table

    Say = Callable[..., str]

_REASONS = ("named", "title", "institution")
_WORDED = ("compound", "vocabulary", "close")


def explained_lines(outcome: Outcome, titles: Mapping[str, str], *, lang: str) -> Iterator[str]:
    """Yield the lines about every file of an outcome.

    Args:
        outcome: a finished run.
        titles: of the forms, by key (`sccm-2022/register`).
        lang: `zh` or `en`.
    """

    def say(code: str, **facts: Any) -> str:
        return word("cli", code, facts, lang=lang)

    by_file: dict[str, list[Table]] = {}
    for table in outcome.tables:
        by_file.setdefault(table.sheet.file, []).append(table)
    for entry in outcome.submissions:
        tables = by_file.get(entry.path, [])
        yield say("explain-file", file=entry.path, status=say(f"file-{entry.status}"), unit=entry.unit or "—")
        yield from _unrecognised(entry, titles, say)
        for _, alike in groupby(tables, key=_read_alike):
            yield from _sheets(list(alike), titles, say, lang)


def _read_alike(table: Table) -> tuple[str, list[tuple[str, str]]]:
    """Return what is the same for sheets that need to be explained only once: form and labels."""
    return table.form, [(one["label"], one["key"]) for one in table.evidence.get("labels", ())]


def _unrecognised(entry: Submission, titles: Mapping[str, str], say: Say) -> Iterator[str]:
    if entry.reason is None or entry.reason.code != "no-form":
        return
    closest = str(entry.reason.facts.get("closest", ""))
    if closest:
        yield say("explain-closest", form=_form(closest, titles), labels=entry.reason.facts["labels"])
    else:
        yield say("explain-no-label")


def _sheets(tables: Sequence[Table], titles: Mapping[str, str], say: Say, lang: str) -> Iterator[str]:
    first = tables[0]
    told = first.evidence
    yield say(
        "explain-sheet",
        sheets=list(dict.fromkeys(table.sheet.name or "csv" for table in tables)),
        form=_form(first.form, titles),
        layout=say(f"layout-{first.sheet.axis}"),
        blocks=len(tables),
        rows=sum(len(table.offsets) for table in tables),
    )
    reasons = [say(f"explain-{name}") for name in _REASONS if told.get(name)]
    reasons.append(say("explain-share", percent=f"{told.get('share', 0):.0%}", score=told.get("score", "?")))
    yield say("explain-because", reasons=reasons)
    others = [
        say("explain-other", form=_form(key, titles), score=score)
        for key, score in told.get("tried", {}).items()
        if key != first.form
    ]
    yield say("explain-others", others=others) if others else say("explain-no-other")
    yield from _labels(tables, say, lang)
    if told.get("filled_down"):
        yield say("explain-filled-down", fields=[_field(key, lang) for key in told["filled_down"]])
    if hidden := sum(int(table.evidence.get("hidden_rows_left_out", 0)) for table in tables):
        yield say("explain-hidden", count=hidden)


def _labels(tables: Sequence[Table], say: Say, lang: str) -> Iterator[str]:
    """Yield the labels of the first block, those known word for word apart from the others; unknown ones of all."""
    labels = tables[0].evidence.get("labels", ())
    for code, chosen in (
        ("explain-labels", [one for one in labels if one["key"] and one["how"] not in _WORDED]),
        ("explain-worded", [one for one in labels if one["key"] and one["how"] in _WORDED]),
    ):
        if chosen:
            yield say(code, labels=[say("explain-label", **{**one, "key": _field(one["key"], lang)}) for one in chosen])
    unknown = [one for table in tables for one in table.evidence.get("labels", ()) if not one["key"]]
    if unknown:
        yield say("explain-unknown", labels=[f"{one['label']} ({one['cell']})" for one in unknown])


def _form(key: str, titles: Mapping[str, str]) -> str:
    return f"{key}《{titles[key]}》" if key in titles else key


def _field(key: str, lang: str) -> str:
    """Return an answer key in the reader's words: `owner.mobile` is 群主手机, two fields are joined by +."""
    return "+".join(_named(part, lang) for part in key.split("&"))


def _named(key: str, lang: str) -> str:
    words = vocabulary()
    name, _, part = key.partition(".")
    if name not in words.fields:
        return key
    between = "" if lang == "zh" else " "
    named = [getattr(words[name], lang), *([getattr(words.parts[part], lang)] if part else [])]
    return between.join(named)

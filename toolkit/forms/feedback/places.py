"""Places for the ways out: an answer that a message tells to fill in, and that the form lacks, is asked beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.ways_out import ways_out
from toolkit.forms.feedback.items import answer_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.forms.feedback.rows import Block
    from toolkit.model import Finding
    from toolkit.regulations.profile import Profile


def with_places(blocks: Sequence[Block], findings: Iterable[Finding], profile: Profile) -> tuple[Block, ...]:
    """Return the blocks, each with an extra answer for every field that a finding on its rows offers as a way out."""
    wanted = [(frozenset(finding.records), ways_out(finding, profile)) for finding in findings]
    return tuple(_with_places(block, wanted) for block in blocks)


def _with_places(block: Block, wanted: Sequence[tuple[frozenset[str], tuple[str, ...]]]) -> Block:
    own = {row.record for row in block.rows if row.record}
    form = block.form
    fields = dict.fromkeys(field for records, offered in wanted if not own.isdisjoint(records) for field in offered)
    lacking = [field for field in fields if not answer_key(form, form.drawing.same.get(field, field))]
    if not lacking:
        return block
    return replace(block, form=replace(form, drawing=replace(form.drawing, extra=(*form.drawing.extra, *lacking))))

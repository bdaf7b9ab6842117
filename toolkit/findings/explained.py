"""What a unit explains in 备注: a question to which an explanation is an answer is asked once, and then told with it.

人数“86”多于在册的80人。请核查…，或在“备注”栏说明 → 备注 含返聘教师6人 → 提示，（单位说明：含返聘教师6人）
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.normalise.text import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.findings.case import Case
    from toolkit.model import Finding

REMARK = "remark"
OPEN_TO_EXPLANATION = frozenset(
    {
        *(("headcount", side) for side in ("over", "under")),
        *(("class-sized", kind) for kind in ("no_class", "several_classes", "larger")),
        *(("people-on-roster", kind) for kind in ("not_found", "other_unit")),
        *(("clue", kind) for kind in ("group_sequence", "class_sequence")),
        *(("duplicates", kind) for kind in ("same-work", "cross-platform")),
        ("same-work", "same_work"),
        ("empty-group", "empty"),
        ("verified", "not_verified"),
        ("stale-account", "stale"),
        ("graduated", "graduated"),
        ("change-reported", "late"),
    }
)
"""Rules with their variants whose messages end with 或在“备注”栏说明."""


def is_open(finding: Finding) -> bool:
    """Tell whether an explanation answers a finding."""
    return (finding.rule, str(finding.facts.get("variant", ""))) in OPEN_TO_EXPLANATION


def with_explanations(case: Case, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; one that is open to an explanation and has one on every row is a notice that tells it."""
    frame = case.ledger.frame
    remarks = dict(zip(frame["id"].tolist(), frame[REMARK].tolist(), strict=True))
    for finding in findings:
        said = [remarks.get(record, "") for record in finding.records] if is_open(finding) else []
        if said and any(map(_says, said)) and (finding.rule in _ONE_FOR_ALL or all(map(_says, said))):
            told = list(dict.fromkeys(text for text in said if _says(text)))
            yield replace(finding, severity="notice", facts={**finding.facts, "explained": told})
        else:
            yield finding


_ONE_FOR_ALL = frozenset({"same-work", "duplicates", "clue"})
"""Rules about several groups together: the explanation may stand beside one of them."""


def _says(text: str) -> bool:
    return bool(text) and not is_placeholder(text)

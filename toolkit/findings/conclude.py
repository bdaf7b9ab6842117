"""Every rule of the regulation put to a campaign, and what came of it: the outcome."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from toolkit.findings.budget import within_budget
from toolkit.findings.case import Case
from toolkit.findings.defunct import dated, defunct
from toolkit.findings.rules import judge
from toolkit.findings.validate import validate
from toolkit.model import SEVERITIES, Outcome
from toolkit.register.cancelled import cancelled
from toolkit.regulations.calendar import calendar
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.model import Campaign, Finding
    from toolkit.regulations.profile import Profile

UNASKED = {"previous": "previous", "observed": "unregistered", "units": "missing_units"}
"""Which question could not be asked for want of which source (`not_compared`)."""


@in_its_words
def conclude(campaign: Campaign, faults: pd.DataFrame, *, profile: Profile) -> Outcome:
    """Put every rule of the regulation to the campaign.

    Args:
        campaign: both years compared.
        faults: one row an unreadable value: record, field, fault (code), raw.
        profile: the regulation.
    """
    known = {entry.name: getattr(campaign, entry.name) for entry in fields(campaign)}
    case = Case(**known, profile=profile, calendar=calendar(), faults=faults)
    checked = validate(campaign.ledger, profile, faults, as_of=campaign.as_of)
    off = frozenset(campaign.ledger.frame.loc[cancelled(campaign.ledger.frame, campaign.as_of), "id"])
    out_of_use = defunct(campaign.ledger, campaign.observed, campaign.sources, profile=profile, as_of=campaign.as_of)
    notices, fates = campaign.sources.get("notices"), campaign.previous_verdicts
    told: dict[str, Any] = {
        "ledger": dated(campaign.ledger, notices, gone=off),
        "previous": dated(campaign.previous, notices, gone=frozenset(fates.loc[fates["verdict"] == "dissolved", "id"])),
    }
    return Outcome(
        **known | told,
        profile=profile.id,
        defunct=out_of_use[~out_of_use["record"].isin(off)].reset_index(drop=True),
        findings=tuple(sorted(within_budget(judge(case, checked), case), key=_urgency)),
        not_compared=tuple(question for name, question in UNASKED.items() if name not in campaign.sources),
    )


def _urgency(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    """Order findings: the gravest first, then unit by unit, file by file, cell by cell."""
    where = finding.where[0] if finding.where else None
    letters = "".join(filter(str.isalpha, where.cell)) if where else ""
    digits = "".join(filter(str.isdigit, where.cell)) if where else ""
    return (
        SEVERITIES.index(finding.severity),
        finding.unit,
        where.file if where else "",
        where.sheet if where else "",
        int(digits or 0),
        letters.rjust(3),
        finding.requirement,
    )

"""The files of one run, as bytes: what `reconcile run` writes and the macros show."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.writing import OUTCOME

if TYPE_CHECKING:
    from toolkit.model import Outcome
    from toolkit.regulations import Profile

REPORT, LEDGER, FEEDBACK = "对账报告.xlsx", "台账.xlsx", "反馈"


def deliver(  # noqa: PLR0913 - who reads it, and what may stand in it
    outcome: Outcome,
    profile: Profile,
    *,
    lang: str = "zh",
    collected: str = "",
    with_contacts: bool = False,
    ledger_password: str = "",
    earlier: bytes | None = None,
) -> dict[str, bytes]:
    """Return the output files by name: the report, the ledger, a feedback for each unit to correct, outcome.json.

    Args:
        outcome: a finished run.
        profile: its regulation.
        lang: `zh` or `en`: the language of what people read.
        collected: the way from the output folder to the collected one (`../收回`), for the links of the report.
        with_contacts: telephones and e-mail addresses as they are in outcome.json.
        ledger_password: encrypts the ledger when it is not "".
        earlier: the outcome.json of the round before; the feedback says then what is 已改 and what 未改. The very
            outcome of this run counts as none: running again on the same files gives the same feedback.
    """
    from toolkit.feedback import feedback
    from toolkit.outcome import to_json
    from toolkit.report import render_report
    from toolkit.report.ledger import render_ledger

    ledger = render_ledger(outcome)
    told = to_json(outcome, lang=lang, with_contacts=with_contacts)
    before = None if earlier == told else earlier
    units = feedback(outcome, profile=profile, earlier=before, lang=lang)
    return {
        REPORT: render_report(outcome, lang=lang, collected=collected, profile=profile),
        LEDGER: encrypt(ledger, ledger_password) if ledger_password else ledger,
        **{f"{FEEDBACK}/{name}": content for name, content in units.items()},
        OUTCOME: told,
    }


def encrypt(workbook: bytes, password: str) -> bytes:
    """Return the workbook under AES-256 (ECMA-376 agile encryption); only the word opens it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, sealed)
    return sealed.getvalue()

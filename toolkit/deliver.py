"""The files of one run, as bytes: what `reconcile run` writes and the macros show."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.writing import OUTCOME

if TYPE_CHECKING:
    from toolkit.model import Outcome
    from toolkit.regulations import Profile

REPORT, LEDGER = "对账报告.xlsx", "台账.xlsx"


def deliver(  # noqa: PLR0913 - who reads it, and what may stand in it
    outcome: Outcome,
    profile: Profile,
    *,
    lang: str = "zh",
    collected: str = "",
    with_contacts: bool = False,
    ledger_password: str = "",
) -> dict[str, bytes]:
    """Return the output files by name: the report, the ledger (encrypted when a word is given), outcome.json.

    `collected` is the way from the output folder to the collected one (`../收回`), for the links of the report.
    """
    from toolkit.outcome import to_json
    from toolkit.report import render_report
    from toolkit.report.ledger import render_ledger

    ledger = render_ledger(outcome)
    return {
        REPORT: render_report(outcome, lang=lang, collected=collected, profile=profile),
        LEDGER: encrypt(ledger, ledger_password) if ledger_password else ledger,
        OUTCOME: to_json(outcome, lang=lang, with_contacts=with_contacts),
    }


def encrypt(workbook: bytes, password: str) -> bytes:
    """Return the workbook under AES-256 (ECMA-376 agile encryption); only the word opens it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, sealed)
    return sealed.getvalue()

"""What people decided, kept from run to run and from year to year, and asked again when its evidence changed.

    identity   what a group is known by in other years, and the fingerprint of what a person saw
    sheet      answers read back from 对账报告.xlsx as edited, from 裁定 in a ledger, or from a list of one's own

`toolkit.comparison.decided` weighs each against this year's registers. A decision is applied while its evidence is
what it was. Deleting its row reopens the question. Two answers to one
question are told (`TK-decision`) and neither is applied.
"""

from __future__ import annotations

from toolkit.register.decisions.identity import Sides, question
from toolkit.register.decisions.sheet import Misread, asks, read_answers, read_decisions

__all__ = ["Misread", "Sides", "asks", "question", "read_answers", "read_decisions"]

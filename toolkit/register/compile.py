"""One register out of many papers: the tables of all files as typed rows, copies weighed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.register.endings import told_by_remark
from toolkit.register.merge import merge
from toolkit.register.rows import assemble
from toolkit.register.unit_blocks import with_units
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from toolkit.engine import Engine
    from toolkit.model import Reading
    from toolkit.register.known import Known
    from toolkit.register.merge import Merged
    from toolkit.regulations.profile import Profile


@in_its_words
def compile_register(
    readings: Sequence[Reading], known: Known, *, profile: Profile, as_of: dt.date, engine: Engine | None = None
) -> Merged:
    """Put the tables of all files into this year's register."""
    tables = [with_units(table, known.units, once=False) for reading in readings for table in reading.tables]
    assembled = assemble(tables, profile, known.units, engine=engine)
    ledger = replace(assembled.ledger, frame=told_by_remark(assembled.ledger, as_of))
    return merge(
        readings,
        replace(assembled, ledger=ledger),
        profile,
        known.units,
        as_of=as_of,
        roster=known.sources.get("units"),
        previous=None if known.first_filing else known.previous,
        received=known.sources.get("received"),
    )

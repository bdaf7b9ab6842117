"""A regulation of one's own that lies beside the returns: without --profile the forms tell that it is theirs.

The built-in regulations are known to every run; one in a folder of its own is not, and a list typed anew, without the
stamp of the workbook that was handed out, would be taken for the most similar form of another institution.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import DefinitionError, UsageError
from toolkit.regulations.profile import REGULATION, load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.regulations.profile import Profile

_ENOUGH = 60
"""So many files tell whose forms came."""


def see_that_none_lies_beside(collected: Path) -> None:
    """Refuse to judge by a built-in regulation what was filled in for one of one's own that is at hand.

    It lies beside the returns, or where one stands, and most of the forms are its own: whoever runs this names it.

    Raises:
        UsageError: the forms are its own (`own-regulation-beside`), or as many are its own as are another's.
    """
    own = list(_own(dict.fromkeys((Path.cwd().resolve(), collected.resolve().parent))))
    if not own or not collected.exists():
        return
    files = _owners(collected, own)
    mine = {entry.id: entry for entry in own}
    if not any(name in mine for name in files):
        return
    (most, count), *_ = files.most_common()
    if count * 2 <= files.total():
        found = [f"{name} × {number}" for name, number in sorted(files.items())]
        raise UsageError("several-profiles-told", folder=collected.name, found=found)
    if most in mine:
        facts = {"id": most, "institution": mine[most].regulation.institution.name, "path": str(mine[most].folder)}
        raise UsageError("own-regulation-beside", files=count, among=files.total(), **facts)


def _own(places: Iterable[Path]) -> Iterable[Profile]:
    """Yield the regulations in folders of these places; one with mistakes is left to `institution check`."""
    from toolkit.findings.definition import load_profile as examined

    for place in places:
        for path in sorted(place.glob(f"*/{REGULATION}")):
            try:
                profile = examined(path.parent)
            except DefinitionError:
                continue
            if profile.id not in profile_ids():
                yield profile


def _owners(collected: Path, own: Iterable[Profile]) -> Counter[str]:
    """Return how many files hold forms of each institution, by its profile."""
    from toolkit.engine import open_engine
    from toolkit.intake.discover import discover
    from toolkit.intake.read import read_all

    forms = tuple(form for entry in (*own, *map(load_profile, profile_ids())) for form in entry.forms)
    found = [entry for entry in discover(collected) if entry.status != "ignored"][:_ENOUGH]
    with open_engine("local", jobs=1) as engine:
        readings = read_all(found, forms=forms, engine=engine)
    owned = (
        {table.form.partition("/")[0] for table in reading.tables if table.form.partition("/")[0]}
        for reading in readings
    )
    return Counter(name for names in owned for name in names)

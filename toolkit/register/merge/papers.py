"""Several papers of one group: the register's row, the yearly review, a change, a cancellation, an approval.

They join, within a unit, by 备案编号, by number, or by name. The first by `PRECEDENCE` is the group's record; each of
the others stays a row of its own that says which record it accompanies, and is no group once more. The record takes

    review, approval    what it leaves blank
    change              what the change says, and 变更报备日期: the paper is the report
    cancel              that the group is over, when, and when that was reported

and what a paper and the record say differently is kept side by side for a person (`Joined.differing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.register.cancelled import CANCELLING, struck_off
from toolkit.register.merge.differing import differing
from toolkit.register.merge.identity import Groups, identity
from toolkit.register.rows.distinct import listed_column, text_column
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import boxes_as_text
from toolkit.regulations.roles import OF_A_UNIT, PRECEDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.regulations.profile import Profile
    from toolkit.regulations.roles import Role

    Rows = NDArray[np.intp]
    Taken = dict[int, dict[str, int]]

OF_THE_PAPER = frozenset({"kind", "unit", "reporter", "unit_head", "reported_on", "received_on", "other"})
"""Fields that speak of the paper, and are never taken from one to another."""
APPROVED = ("unit_approved_on", "party_approved_on", "leader_approved_on", "filed_on")
"""Days on which offices agreed: on a change or a cancellation to that, and not to the group."""
AGREED = tuple(name for name in APPROVED if name != "filed_on")
"""Those of them that nothing else of a change or a cancellation tells: the day of filing is that of its report."""
_TOLD: Mapping[str, str] = {"change": "change_reported_on", "cancel": "dissolve_reported_on"}
_SENT = ("reported_on", "filed_on", "received_on")
_OWN_TEXT = frozenset({"remark"})
"""Words that a paper says for itself: they fill a blank and replace nothing."""
_CHANGES = ("change_items",)
"""Fields in which a change form is told what changed."""
_STRUCK_OFF = "注销"
_NAME_KEYS = ("name_key", "name_status", "name_rest")
"""What is known of a name beside it, and goes with it."""


OWN_DAYS = "paper:"
"""What stands before the name of a field where it holds the day that is written on the paper itself."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The register with `accompanies` (the record a paper belongs to, else "") and `papers` (roles, one a line).

    `papers` of a record are the roles of all its papers that are no register: its own first. `taken` tells which of
    its fields stand on another paper, one `field id` a line. Of a change or a cancellation that stands alone the days
    of `APPROVED` are blank, as they are not the group's; the paper's own stand under `paper:` and the field.
    """

    register: pd.DataFrame
    differing: pd.DataFrame


def join_papers(register: pd.DataFrame, profile: Profile) -> Joined:
    """Return the register with the papers of each group joined.

    Args:
        register: its rows, `id` given; the columns of `toolkit.register.rows`.
        profile: its forms say what each is for.
    """
    import numpy as np
    import pandas as pd

    register = _struck_off(register, profile)
    roles = _roles(register, profile)
    if set(roles) <= {"register"} and len(set(register["form"].tolist())) < 2:  # noqa: PLR2004 - two papers
        blank = text_column([""], np.zeros(len(register), dtype=np.int64))
        return Joined(register.assign(accompanies=blank, papers=blank, taken=blank), differing(register, {}, roles))
    main = _mains(register, _ranks(register, roles, profile))
    ids = register["id"].tolist()
    accompanies = [ids[main[row]] if row in main else "" for row in range(len(register))]
    told: dict[int, dict[str, None]] = {row: {role: None} for row, role in enumerate(roles) if role != "register"}
    for paper, record in main.items():
        told.setdefault(record, {})[roles[paper]] = None
    papers = ["\n".join(told.get(row, ())) for row in range(len(register))]
    register = register.assign(
        accompanies=pd.Series(accompanies, dtype="str"),
        papers=pd.Series(papers, dtype="str"),
    )
    apart = differing(register, main, roles)
    taken: Taken = {}
    for layer in _layers(main):
        for role in PRECEDENCE:
            pairs = {paper: record for paper, record in layer.items() if roles[paper] == role}
            if pairs:
                _take(register, role, np.array([*pairs]), np.array([*pairs.values()]), taken)
    lines = ["\n".join(f"{name} {ids[row]}" for name, row in taken.get(at, {}).items()) for at in range(len(register))]
    register["taken"] = listed_column(lines)
    for name in APPROVED:
        register[f"{OWN_DAYS}{name}"] = register[name]
    for role in ("change", "cancel"):
        own = np.array([row for row, told in enumerate(roles) if told == role and row not in main], dtype=np.intp)
        if len(own):
            _tell(register, role, own, own)
            for column in APPROVED:
                _write(register, column, own, [""] * len(own))
    return Joined(register, apart)


def of_a_unit(frame: pd.DataFrame, profile: Profile) -> pd.Series:
    """Return which rows stand on forms that speak of a unit (汇总表, 承诺书), as a mask."""
    return frame["form"].isin([form.key for form in profile.forms if form.role in OF_A_UNIT])


def _struck_off(register: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Take 注销 among the changes of a change form (a ticked box, or what was written there) for what becomes of it."""
    said = register["disposition"]
    for form in (form for form in profile.forms if form.role == "change"):
        boxed = (answer.key for answer in form.answers if answer.options and boxes_as_text(answer.key))
        for name in dict.fromkeys((*boxed, *_CHANGES)):
            if name in form.fields and name in register:
                told = register[name].where(register["form"] == form.key, "").map(struck_off).astype("str")
                said = said.mask((said == "") & (told != ""), told)
    return register if said is register["disposition"] else register.assign(disposition=said)


def _roles(register: pd.DataFrame, profile: Profile) -> list[Role]:
    """Return the role of each row; 注销 on a change form makes it a cancellation."""
    of_form = {form.key: form.role for form in profile.forms}
    over = register["disposition"].isin(CANCELLING).tolist()
    roles = [of_form.get(form, "register") for form in register["form"].tolist()]
    return ["cancel" if role == "change" and off else role for role, off in zip(roles, over, strict=True)]


def _ranks(register: pd.DataFrame, roles: Sequence[Role], profile: Profile) -> list[int]:
    """Return where each row's paper stands: by its role, and of two registers the list before the card."""
    forms = [form for form in profile.forms if form.role in PRECEDENCE]
    order = sorted(forms, key=lambda form: (PRECEDENCE.index(form.role), form.drawing.layout == "card"))
    place = {form.key: number for number, form in enumerate(order)}
    many = len(place) + 1
    told = zip(roles, register["form"].tolist(), strict=True)
    return [PRECEDENCE.index(role) * many + place.get(form, 0) for role, form in told]


def _mains(register: pd.DataFrame, ranks: Sequence[int]) -> dict[int, int]:
    """Return for each paper that accompanies a record the position of that record's row.

    Two rows of one form are no two papers: which of them counts is weighed elsewhere. A group on two forms of the
    register (a list and a card) is one.
    """
    by_rank: dict[int, list[int]] = {}
    for row, rank in enumerate(ranks):
        by_rank.setdefault(rank, []).append(row)
    if len(by_rank) < 2:  # noqa: PLR2004 - two papers
        return {}
    first, *others = sorted(by_rank)
    units = register["unit"].tolist()
    groups = Groups(register, by_rank[first])
    found: dict[int, int] = {}
    for rank in others:
        alone: list[int] = []
        for row, group in zip(by_rank[rank], identity(register, by_rank[rank]), strict=True):
            record = groups.find_paper(units[row], group)
            if record is None:
                alone.append(row)
            else:
                found[row] = record
        groups.add(register, alone)
    return found


def _layers(main: Mapping[int, int]) -> list[dict[int, int]]:
    """Return the papers parted so that in each part a record has one: the first of every record, the second …."""
    count: dict[int, int] = {}
    layers: list[dict[int, int]] = []
    for paper, record in main.items():
        place = count.get(record, 0)
        count[record] = place + 1
        if place == len(layers):
            layers.append({})
        layers[place][paper] = record
    return layers


def as_on_paper(frame: pd.DataFrame, names: Sequence[str] = APPROVED) -> pd.DataFrame:
    """Return a register with the days on each paper as they stand there, those of a change or a cancellation too."""
    own = {name: frame[f"{OWN_DAYS}{name}"] for name in names if f"{OWN_DAYS}{name}" in frame}
    return frame.assign(**own) if own else frame


def _take(register: pd.DataFrame, role: Role, papers: Rows, records: Rows, taken: Taken) -> None:
    """Take into the records what their papers say, one paper a record, and note from which paper each field came."""
    words = vocabulary()
    skipped = OF_THE_PAPER if role in {"register", "review", "approval"} else OF_THE_PAPER | set(APPROVED)
    for name in words.fields:
        if name not in skipped:
            over = role == "change" and name not in _OWN_TEXT
            own = words.columns_of(name)
            columns = (*own, *_NAME_KEYS) if name == "group_name" else own
            if over and words[name].kind == "people":
                _keep_parts(register, own, papers, records)
            for paper, record in _copy(register, columns, papers, records, over=over):
                taken.setdefault(record, {})[name] = paper
    if role in _TOLD:
        _tell(register, role, papers, records)


def _tell(register: pd.DataFrame, role: Role, papers: Rows, records: Rows) -> None:
    """Note on the records that a change or a cancellation was reported, and when; a cancelled group is over."""
    if role == "cancel":
        said = register["disposition"].take(papers)
        says = said.where(said.isin(CANCELLING), _STRUCK_OFF).tolist()
        _write(register, "disposition", records, says)
    for source in (_TOLD[role], *_SENT):
        days = register[source].take(papers).tolist()
        blank = (register[_TOLD[role]].take(records) == "").tolist()
        told = [(record, day) for record, day, empty in zip(records, days, blank, strict=True) if day and empty]
        if told:
            rows, texts = zip(*told, strict=True)
            _write(register, _TOLD[role], rows, texts)


def _write(register: pd.DataFrame, column: str, rows: Sequence[int] | Rows, texts: Sequence[str]) -> None:
    values = register[column].tolist()
    for row, text in zip(rows, texts, strict=True):
        values[int(row)] = text
    register[column] = listed_column(values)


def _copy(
    register: pd.DataFrame, columns: tuple[str, ...], papers: Rows, records: Rows, *, over: bool
) -> list[tuple[int, int]]:
    """Copy one field, all of its columns together, to the records that have none of them; `over`: to all.

    Return the pairs of paper and record between which something was copied.
    """
    import numpy as np

    theirs = _answered(register, columns, papers)
    takes = theirs if over else theirs & ~_answered(register, columns, records)
    if takes.any():
        source = np.arange(len(register))
        source[records[takes]] = papers[takes]
        for column in columns:
            register[column] = register[column].take(source).array
    return list(zip(papers[takes].tolist(), records[takes].tolist(), strict=True))


def _keep_parts(register: pd.DataFrame, columns: tuple[str, ...], papers: Rows, records: Rows) -> None:
    """Fill in what a paper leaves blank of people whom the record names alike: their telephones are no change."""
    names = register[columns[0]].tolist()
    pairs = zip(papers.tolist(), records.tolist(), strict=True)
    alike = [(paper, record) for paper, record in pairs if names[paper] and names[paper] == names[record]]
    for column in columns[1:] if alike else ():
        values = register[column].tolist()
        for paper, record in alike:
            if not values[paper].strip():
                values[paper] = values[record]
        register[column] = listed_column(values)


def _answered(register: pd.DataFrame, columns: tuple[str, ...], rows: Rows) -> NDArray[np.bool_]:
    chosen = register[list(columns)].take(rows)
    blank = chosen.isna() | (chosen == "").fillna(value=False)
    answered: NDArray[np.bool_] = ~blank.all(axis=1).to_numpy()
    return answered

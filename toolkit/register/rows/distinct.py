"""A column through its distinct texts: each is read once, and what it means is spread over the rows that have it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Texts = NDArray[np.object_]
    Codes = NDArray[np.int64]
    Mask = NDArray[np.bool_]

T = TypeVar("T")

MORE = "more-words"
"""More stands in a cell than was read from it."""
BETWEEN = "\x1f"
"""Stands between the cells of a row that are read together."""


@dataclass(frozen=True, slots=True)
class Spread(Generic[T]):
    """The distinct texts of a column, what each was read as, and for each row the number of its text."""

    texts: list[str]
    answers: list[T]
    codes: Codes

    def column(self, value: Callable[[T], str]) -> pd.Series:
        """Return a text column of one value of every answer."""
        return text_column([value(answer) for answer in self.answers], self.codes)

    def typed(self, value: Callable[[T], Any], dtype: str) -> pd.Series:
        """Return a nullable column (`Int64`, `boolean`) of one value of every answer; None is missing."""
        import pandas as pd

        series: pd.Series = pd.Series(
            pd.array([value(answer) for answer in self.answers], dtype=dtype).take(self.codes)  # type: ignore[call-overload]  # a dtype by its name
        )
        return series

    def faults(self, field: str, fault: Callable[[T], str]) -> pd.DataFrame:
        """Return the rows whose answer has a fault: row, field, fault, raw."""
        codes = [fault(answer) for answer in self.answers]
        return self._wrong(field, codes) if any(codes) else no_faults()

    def left_over(self, field: str, beside: Callable[[str], object]) -> pd.DataFrame:
        """Return the rows in whose text, which could be read, more stands than was read from it."""
        answers = zip(self.texts, self.answers, strict=True)
        codes = [
            "" if getattr(answer, "fault", "") or not text or not beside(text) else MORE for text, answer in answers
        ]
        return self._wrong(field, codes) if any(codes) else no_faults()

    def noted(self, field: str, note: str, told: Callable[[str], object]) -> pd.DataFrame:
        """Return the rows of whose text something is to be noted, as `faults` does."""
        codes = [note if told(text) else "" for text in self.texts]
        return self._wrong(field, codes) if any(codes) else no_faults()

    def _wrong(self, field: str, codes: list[str]) -> pd.DataFrame:
        import numpy as np
        import pandas as pd

        wrong = np.fromiter(map(bool, codes), np.bool_, len(codes))
        rows = np.flatnonzero(wrong[self.codes])
        kinds = self.codes[rows]
        return pd.DataFrame(
            {
                "row": rows.astype(np.int64),
                "field": text_column([field], kinds * 0),
                "fault": text_column(codes, kinds),
                "raw": text_column(self.texts, kinds),
            }
        )


def each(texts: Texts, read: Callable[[str], T]) -> Spread[T]:
    """Read every distinct text once."""
    distinct, codes = numbered(texts)
    return Spread(distinct, [read(text) for text in distinct], codes)


def numbered(texts: Texts) -> tuple[list[str], Codes]:
    """Return the distinct texts in the order they come, and for each row the number of its text."""
    import numpy as np

    length = len(texts)
    if length and not texts.strides[0]:  # `same_in_all`: one text, seen from every row
        return [texts[0]], np.zeros(length, dtype=np.int64)
    listed = texts.tolist()
    number = {text: place for place, text in enumerate(dict.fromkeys(listed))}
    if len(number) == length:
        return listed, np.arange(length, dtype=np.int64)
    return [*number], np.fromiter(map(number.__getitem__, listed), np.int64, length)


def same_in_all(text: str, length: int) -> Texts:
    """Return a column that says one thing in all rows; it is stored once and cannot be written to."""
    import numpy as np

    return np.broadcast_to(np.array(text, dtype=object), length)


def either(texts: Texts, mask: Mask, inside: Callable[[str], T], outside: Callable[[str], T]) -> Spread[T]:
    """Read every distinct text once, in two ways: the rows of the mask by `inside`, all others by `outside`."""
    import numpy as np

    if mask.all() or not mask.any():
        return each(texts, inside if len(mask) and mask.all() else outside)
    one, two = each(texts[mask], inside), each(texts[~mask], outside)
    codes = np.empty(len(texts), dtype=np.int64)
    codes[mask], codes[~mask] = one.codes, two.codes + len(one.texts)
    return Spread(one.texts + two.texts, one.answers + two.answers, codes)


def join_cells(*columns: Texts) -> Texts:
    """Return the cells of every row as one text, `BETWEEN` between them; in a cell it counts as a line break."""
    import numpy as np

    plain = [[text.replace(BETWEEN, "\n") for text in column] for column in columns]
    return np.array([BETWEEN.join(row) for row in zip(*plain, strict=True)] + [""], dtype=object)[: len(columns[0])]


def text_column(values: Sequence[str], codes: Codes) -> pd.Series:
    """Return `values[code]` for every code, as text; half a character (a lone surrogate) becomes `?`."""
    import pandas as pd

    if not len(codes):
        return pd.Series([], dtype="str")
    return pd.Series(pd.Series(whole(values), dtype="str").array.take(codes))


def listed_column(values: Sequence[str]) -> pd.Series:
    """Return texts as a text column, one a row; a blank one is stored as one text."""
    import numpy as np
    import pandas as pd

    if not any(values):
        return text_column([""], np.zeros(len(values), dtype=np.int64))
    return pd.Series(whole(values), dtype="str")


def whole(values: Iterable[str]) -> list[str]:
    """Return texts as they are; half a character (a lone surrogate) becomes `?`."""
    listed = [*values]
    try:
        "".join(listed).encode()
    except UnicodeEncodeError:
        return [value.encode("utf-8", "replace").decode() for value in listed]
    return listed


@cache
def no_faults() -> pd.DataFrame:
    """Return the frame of faults without a row; the same one each time, which nobody changes."""
    import pandas as pd

    return pd.DataFrame(
        {"row": pd.Series([], dtype="int64")} | {name: pd.Series([], dtype="str") for name in ("field", "fault", "raw")}
    )


def as_texts(column: pd.Series) -> list[str]:
    """Return a column as text, "" where a value is missing."""
    missing = column.isna().tolist()
    return ["" if blank else str(value) for value, blank in zip(column.tolist(), missing, strict=True)]

"""A frame of a campaign says its columns, and what stands in another shape is told."""

from __future__ import annotations

import pytest

from toolkit.model.frames import CHANGES, SHAPES, VERDICTS, Shape


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_an_empty_frame_has_its_shape(shape: Shape) -> None:
    assert list(shape.empty().columns) == list(shape.columns)
    assert shape.fault(shape.empty()) == ""


def test_what_has_another_shape_is_told() -> None:
    frame = VERDICTS.empty()
    frame.loc[0] = ["r1", "renewed", "group_no", "p1"]
    assert VERDICTS.fault(frame) == ""
    assert VERDICTS.fault(frame.rename(columns={"verdict": "verdikt"})) == "verdicts lacks ['verdict']"
    assert "renewedd" in VERDICTS.fault(frame.assign(verdict="renewedd"))
    assert "guess" in VERDICTS.fault(frame.assign(basis="guess"))
    assert "previous" in VERDICTS.fault(frame.assign(previous=None))
    assert "rolled" in CHANGES.fault(CHANGES.empty().astype({"rolled": str}))

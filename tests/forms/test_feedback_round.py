"""A faulty return, its 修改清单 followed to the letter: nothing is left to correct, and the sheet says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedback_round
import pytest

from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

EVERY = [(name, form.id) for name in profile_ids() for form in load_profile(name).forms]
DONE = "必填项已填齐"
NOTHING_RED = "必填 0 处未填 · 须改 0 处"


def test_a_list_that_is_followed_leaves_nothing_to_correct(tmp_path: Path) -> None:
    made = feedback_round.rounds("cqny-2021", "register", tmp_path, office=False)
    assert made.left == []
    assert made.lines > len(made.hit) > 10


@pytest.mark.soak
@pytest.mark.office
@pytest.mark.parametrize(("profile", "form"), EVERY)
def test_so_it_is_on_every_form_and_the_sheet_says_so(profile: str, form: str, tmp_path: Path) -> None:
    made = feedback_round.rounds(profile, form, tmp_path)
    assert made.left == []
    assert made.live.startswith((DONE, NOTHING_RED))

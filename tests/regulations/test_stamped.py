"""A workbook of ours that was handed out under another regulation is told, and not judged by this one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from test_sixth_institution import FORM, REGULATION, group

from toolkit import load_profile, reconcile
from toolkit.errors import UsageError
from toolkit.forms.template import render
from toolkit.messages.files import sentence

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 3, 11)


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Return a folder with one return, made by the template of an institution of one's own."""
    home, collected = tmp_path / "example-2026", tmp_path / "收回"
    home.mkdir()
    collected.mkdir()
    (home / "register.yaml").write_text(FORM, encoding="utf-8")
    (home / "regulation.yaml").write_text(REGULATION, encoding="utf-8")
    own = load_profile(home)
    filled = render(own.form("register"), own, rows=[group("教务处工作群", "100000001", "60")])
    (collected / "教务处.xlsx").write_bytes(filled)
    return collected


def test_it_is_told_with_the_regulation_it_belongs_to(strange: Path) -> None:
    (file,) = reconcile(strange, as_of=DAY, profile="cqny-2021").submissions

    assert (file.status, file.reason and file.reason.code) == ("rejected", "no-form")
    assert file.reason
    assert "example-2026" in sentence(file.reason)


def test_it_fits_no_regulation_that_is_installed(strange: Path) -> None:
    with pytest.raises(UsageError):
        reconcile(strange, as_of=DAY)


def test_under_its_own_regulation_it_is_read(strange: Path) -> None:
    (file,) = reconcile(strange, as_of=DAY, profile=load_profile(strange.parent / "example-2026")).submissions

    assert (file.status, file.merged) == ("merged", 1)

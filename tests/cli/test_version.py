"""`reconcile --version`: the version, what is new in it, and which edition of each regulation is inside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from toolkit import __version__, cli
from toolkit.cli import version
from toolkit.definitions import bundled
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_names_the_version_its_news_and_every_profile(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--lang", lang, "--version"]) == 0

    told = capsys.readouterr().out
    title, headline = version.newest_entry(bundled.changelog().read_text(encoding="utf-8"))
    assert told.splitlines()[0] == f"reconcile-toolkit {__version__}"
    assert f"{title} {headline}" in told
    for name in profile_ids():
        regulation = load_profile(name).regulation
        line = next(line for line in told.splitlines() if line.startswith(f"  {name}"))
        assert regulation.version in line
        assert regulation.institution.name in line
        assert regulation.document.number in line
        assert re.search(r" [0-9a-f]{8} ", line)
    assert "version-" not in told


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    title, headline = version.newest_entry(bundled.changelog().read_text(encoding="utf-8"))

    assert title.startswith(__version__)
    assert headline


def test_a_changelog_without_entries_has_no_news() -> None:
    assert version.newest_entry("# 更新记录\n\n还没有。\n") == ("", "")


def test_the_check_tells_definitions_apart_but_not_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(general: bytes) -> str:
        (tmp_path / "general.yaml").write_bytes(general)
        cli.run(["--version"])
        return capsys.readouterr().out

    monkeypatch.setattr(bundled, "schemas_folder", lambda: tmp_path)

    assert told(b"limit: 150\n") == told(b"limit: 150\r\n")
    assert told(b"limit: 150\n") != told(b"limit: 151\n")

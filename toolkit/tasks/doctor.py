"""`reconcile doctor`: one page on this installation to send to whoever helps, with nothing private in it.

No name of a person, a computer, a folder or a file is in what it tells: versions, what is there, and how a run of the
built-in sample went. `look` looks, `lines` says.
"""

from __future__ import annotations

import datetime as dt
import locale
import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit import __version__
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Grade = Literal["good", "bad", "hint"]

PROFILE = "cqny-2021"
_NAME = "reconcile-toolkit"
_PYTHON = (3, 11)
_ROOM = 500 << 20
_FONTS: Mapping[str, tuple[str, ...]] = {
    "Windows": ("C:/Windows/Fonts/simsun.ttc", "C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/simfang.ttf"),
    "Darwin": ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/STHeiti Light.ttc"),
}
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
_CHINESE_FONTS = (
    "cjk",
    "noto serif sc",
    "notosanssc",
    "wqy",
    "simsun",
    "simfang",
    "songti",
    "fangsong",
    "uming",
    "droid",
)
_GROUPS = (("教务处", "教务处工作群", "310000001", "90"), ("教务处", "教务秘书群", "310000002", "35"))


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the page: `doctor-<code>` of the catalogue says it."""

    grade: Grade
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def look() -> tuple[Check, ...]:
    """Look at this installation, and run the built-in sample in a private temporary folder."""
    return (*_of_python(), *_of_libraries(), *_of_machine(), _of_cache(), _of_sample())


def lines(checks: Sequence[Check], *, lang: str = "zh") -> list[str]:
    """Return the page: one line a check, and a closing one."""
    told = []
    for one in checks:
        grade = word("cli", f"doctor-grade-{one.grade}", lang=lang)
        told.append(f"[{grade}] {word('cli', f'doctor-{one.code}', one.facts, lang=lang)}")
    bad = sum(one.grade == "bad" for one in checks)
    title = word("cli", "doctor-title", {"version": __version__}, lang=lang)
    return [title, *told, word("cli", "doctor-to-do" if bad else "doctor-all-good", {"count": bad}, lang=lang)]


def _of_python() -> Iterator[Check]:
    facts = {
        "version": platform.python_version(),
        "bits": "64" if sys.maxsize > 1 << 32 else "32",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
    }
    yield Check("good" if sys.version_info[:2] >= _PYTHON else "bad", "python", facts)
    encodings = {getattr(stream, "encoding", None) or "?" for stream in (sys.stdout, sys.stderr)}
    yield Check(
        "good", "encoding", {"console": sorted(encodings), "locale": locale.getpreferredencoding(do_setlocale=False)}
    )


def _of_libraries() -> Iterator[Check]:
    """Tell the versions of what an office installs, and what of it is missing."""
    from packaging.requirements import Requirement

    try:
        asked = [Requirement(text) for text in metadata.requires(_NAME) or ()]
    except metadata.PackageNotFoundError:
        yield Check("hint", "not-installed")
        return
    found, wrong = [], []
    for one in asked:
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{one.name} {one.specifier}")
            continue
        found.append(f"{one.name} {version}")
        if not one.specifier.contains(version, prereleases=True):
            wrong.append(f"{one.name} {version} ({one.specifier})")
    yield Check("good", "libraries", {"libraries": found})
    if wrong:
        yield Check("bad", "libraries-wrong", {"libraries": wrong})


def _of_machine() -> Iterator[Check]:
    yield Check("good", "fonts") if _has_chinese_font() else Check("hint", "fonts-missing")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Check("good", "office" if office else "office-missing")
    try:
        free = shutil.disk_usage(tempfile.gettempdir()).free
    except OSError:
        yield Check("bad", "no-temporary-folder")
        return
    yield Check("good" if free > _ROOM else "bad", "room", {"free": f"{free / (1 << 30):.1f}"})


def _has_chinese_font() -> bool:
    """Tell whether the pages of a workbook can be drawn here; Excel and WPS bring fonts of their own."""
    system = platform.system()
    if system in _FONTS:
        return any(Path(path).is_file() for path in _FONTS[system])
    for folder in _FONT_FOLDERS:
        for _, _, names in os.walk(folder):
            if any(mark in name.lower() for name in names for mark in _CHINESE_FONTS):
                return True
    return False


def _of_cache() -> Check:
    from toolkit.intake.cache import open_cache, user_folder

    folder = user_folder()
    if folder is None:
        return Check("hint", "no-home")
    cache = open_cache(folder, ())
    if cache is None:
        return Check("hint", "cache-unusable")
    readings = [path.stat().st_size for path in folder.iterdir() if path.is_file()]
    return Check("good", "cache", {"count": len(readings), "size": f"{sum(readings) / (1 << 20):.1f}"})


def _of_sample() -> Check:
    """Run the built-in sample: a form filled in, read, judged, and its results written and thrown away."""
    from toolkit.findings.definition import load_profile
    from toolkit.tasks.campaign import Order, carry_out

    begun = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as place:
            collected = Path(place) / "收回"
            collected.mkdir()
            (collected / "教务处.xlsx").write_bytes(sample())
            ran = carry_out(
                Order(collected=collected, as_of=dt.date(2026, 5, 1), profile=load_profile(PROFILE), remember=False)
            )
            written = sum(path.is_file() for path in ran.out.rglob("*"))
            groups = len(ran.outcome.ledger.frame)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the page is for
        from toolkit.tasks.faultlog import fault_lines

        return Check("bad", "sample-failed", {"where": fault_lines(error)})
    facts = {"groups": groups, "files": written, "seconds": f"{time.monotonic() - begun:.1f}"}
    if groups != len(_GROUPS):
        return Check("bad", "sample-wrong", facts)
    return Check("good", "sample", facts)


def sample() -> bytes:
    """Return the built-in sample: the form of a regulation, filled in for an invented office."""
    import io

    from toolkit.findings.definition import load_profile
    from toolkit.forms.template import add_form, finish, open_ink

    profile = load_profile(PROFILE)
    form = profile.forms[0]
    rows = [
        {"unit": unit, "group_name": name, "platform": "QQ群", "group_no": number, "member_count": count}
        for unit, name, number, count in _GROUPS
    ]
    buffer = io.BytesIO()
    ink = open_ink(buffer)
    add_form(ink, form, profile, rows=rows, unit=_GROUPS[0][0])
    finish(ink, {form.key: form}, profile)
    return buffer.getvalue()

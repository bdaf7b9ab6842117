"""What only Windows knows: its registry, and the mark on files that came from elsewhere. None on other systems."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

_EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
_SECURITY = (
    r"Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"Software\Microsoft\Office\16.0\Excel\Security",
)


def excel() -> Literal["yes", "no", "wps"] | None:
    """Tell whether Microsoft Excel answers to its own name; WPS can be installed over it."""
    if sys.platform != "win32":
        return None
    import winreg

    registered = _value(winreg.HKEY_CLASSES_ROOT, r"Excel.Application\CLSID", "")
    if registered is None:
        return "no"
    server = str(_value(winreg.HKEY_CLASSES_ROOT, rf"CLSID\{registered}\LocalServer32", "") or "").lower()
    if str(registered).upper() != _EXCEL_CLASS or "wps" in server or "kingsoft" in server:
        return "wps"
    return "yes"


def macro_setting() -> int | None:
    """Return VBAWarnings of the Trust Center, the policy of the organisation before the person's own choice."""
    if sys.platform != "win32":
        return None
    import winreg

    for path in _SECURITY:
        found = _value(winreg.HKEY_CURRENT_USER, path, "VBAWarnings")
        if found is not None:
            return int(found)
    return None


def is_blocked(path: Path) -> bool | None:
    """Tell whether the file bears the mark of the web, under which Excel runs no macro of it."""
    if sys.platform != "win32":
        return None
    return Path(f"{path}:Zone.Identifier").exists()


def _value(root: int, path: str, name: str) -> str | int | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(root, path) as key:
            found: str | int = winreg.QueryValueEx(key, name)[0]
            return found
    except OSError:
        return None

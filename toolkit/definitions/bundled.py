"""Where definitions, templates and changelog are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def schemas_folder() -> Path:
    """Return the folder of the definitions (`fields.yaml`, `general.yaml`, one folder a profile)."""
    return _folder("schemas")


def templates_folder() -> Path:
    """Return the folder of the generated workbooks."""
    return _folder("templates")


def changelog() -> Path:
    """Return the changelog (`CHANGELOG.md`)."""
    inside = _PACKAGE / "bundle" / "CHANGELOG.md"
    return inside if inside.is_file() else _PACKAGE.parent / "CHANGELOG.md"


def _folder(name: str) -> Path:
    inside = _PACKAGE / "bundle" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name

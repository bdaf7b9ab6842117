"""`manifest.yaml` as values: the buttons by stage, the settings by group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

_FILE = Path(__file__).with_name("manifest.yaml")

DESK, SETTINGS, GUIDE, CONF = "控制台", "设置", "说明", "xlwings.conf"
"""The sheets of the control workbook."""

LAST, VERSION = "recon_last", "recon_version"
"""Defined names: where the last result is told, and which version of the toolkit wrote the workbook."""

Kind = Literal["folder", "file", "choice", "date"]


@dataclass(frozen=True, slots=True)
class Macro:
    """One button: the VBA Sub behind it, what stands on it, and the Python function (`module:function`) it runs."""

    vba: str
    caption: str
    python: str
    icon: str
    tip: str

    @property
    def command(self) -> str:
        """The text that RunPython is given."""
        module, function = self.python.split(":")
        return f"import {module} as m; m.{function}()"


@dataclass(frozen=True, slots=True)
class Stage:
    """Buttons that belong to one step of a campaign."""

    name: str
    macros: tuple[Macro, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the sheet 设置; `option` is what says the same on the command line."""

    name: str
    label: str
    kind: Kind
    option: str
    tip: str

    @property
    def cell_name(self) -> str:
        """The defined name of the cell that holds the value."""
        return f"set_{self.name.replace('-', '_')}"

    @property
    def picker(self) -> str:
        """The VBA Sub of the button 选择… beside it; "" where there is nothing to pick."""
        return f"Recon_Pick_{self.name.replace('-', '_')}" if self.kind in {"folder", "file"} else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that stand together under one heading."""

    name: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All buttons and all settings, in the order in which they are shown."""

    stages: tuple[Stage, ...]
    groups: tuple[Group, ...]

    @property
    def macros(self) -> tuple[Macro, ...]:
        """Every button."""
        return tuple(macro for stage in self.stages for macro in stage.macros)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Every setting."""
        return tuple(setting for group in self.groups for setting in group.settings)

    def macro(self, function: str) -> Macro:
        """Return the button that runs a function of `toolkit.excel.macros`."""
        return next(macro for macro in self.macros if macro.python.endswith(f":{function}"))


@cache
def manifest() -> Manifest:
    """Return the manifest."""
    import yaml

    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    stages = tuple(Stage(one["name"], tuple(Macro(**macro) for macro in one["macros"])) for one in raw["stages"])
    groups = tuple(Group(one["name"], tuple(Setting(**entry) for entry in one["settings"])) for one in raw["groups"])
    return Manifest(stages, groups)

"""The ribbon tab 群组备案: the same buttons as on the sheet, put into the finished package.

Both generations of the markup are written: Office 2007 reads one, later ones the other, and programs that keep only one
of the two on saving (openpyxl) leave a tab that still works.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from toolkit.excel.build.buttons import dressed
from toolkit.excel.build.modules import RIBBON
from toolkit.messages import word

if TYPE_CHECKING:
    from toolkit.excel.manifest import Macro, Manifest

_LONGEST_TIP = 1024
_DAY = (2000, 1, 1, 0, 0, 0)
_ROOT, _BUTTONS = "_rels/.rels", ".vml"
_PARTS = (  # part, namespace of the markup, type and id of the relationship
    (
        "customUI/customUI14.xml",
        "http://schemas.microsoft.com/office/2009/07/customui",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
        "rIdRibbon14",
    ),
    (
        "customUI/customUI.xml",
        "http://schemas.microsoft.com/office/2006/01/customui",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
        "rIdRibbon",
    ),
)


def with_ribbon(workbook: bytes, manifest: Manifest) -> bytes:
    """Return the workbook with its ribbon tab and its buttons dressed; its parts all bear one fixed day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == _ROOT:
                content = _related(content)
            elif name.endswith(_BUTTONS):
                content = dressed(content)
            _put(package, name, content)
        for part, namespace, _kind, _id in _PARTS:
            _put(package, part, markup(manifest, namespace).encode())
    return target.getvalue()


def markup(manifest: Manifest, namespace: str) -> str:
    """Return the tab as customUI of one generation."""
    groups = []
    for number, stage in enumerate(manifest.stages):
        buttons = "".join(_button(macro) for macro in stage.macros)
        groups.append(f'<group id="reconGroup{number}" label={quoteattr(stage.name)}>{buttons}</group>')
    tab = f'<tab id="reconTab" label={quoteattr(word("excel", "ribbon"))}>{"".join(groups)}</tab>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<customUI xmlns="{namespace}"><ribbon><tabs>{tab}</tabs></ribbon></customUI>'


def _button(macro: Macro) -> str:
    told = {
        "id": macro.vba,
        "label": macro.caption,
        "size": "large",
        "imageMso": macro.icon,
        "tag": macro.vba,
        "onAction": RIBBON,
        "screentip": macro.caption,
        "supertip": macro.tip[:_LONGEST_TIP],
    }
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in told.items())}/>"


def _related(relationships: bytes) -> bytes:
    added = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{part}"/>' for part, _space, kind, id_ in _PARTS)
    return relationships.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # the same bytes on every system
    package.writestr(entry, content)

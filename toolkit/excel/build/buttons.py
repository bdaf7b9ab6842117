"""How the buttons look: XlsxWriter draws them for Latin captions and leaves them off the printed page."""

from __future__ import annotations

from toolkit.report.styles import FONT

_LATIN = b'<font face="Calibri" size="220"'
_UNPRINTED = b"<x:PrintObject>False</x:PrintObject>"


def dressed(drawing: bytes) -> bytes:
    """Return a drawing of buttons (VML) with captions in the font of the sheets, printed like the rest."""
    return drawing.replace(_LATIN, f'<font face="{FONT}" size="200"'.encode()).replace(_UNPRINTED, b"")

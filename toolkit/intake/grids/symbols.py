"""Signs drawn by symbol fonts: which letter of Wingdings, Webdings or Symbol is a tick, a cross or a box.

Office stores such a letter with or without the private area in front of it (F0FE, 00FE, FE), or as the letter that the
key gives (þ). The sign is what a person sees.
"""

from __future__ import annotations

_WINGDINGS = {
    0xFE: "☑",
    0xFD: "☒",
    0xFC: "✓",
    0xFB: "✗",
    0xA8: "□",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x6E: "■",
    0x78: "☒",
}
_WINGDINGS |= {0xA1: "○", 0x6C: "●", 0xA4: "●", 0xAB: "★"}
_WINGDINGS_2 = {
    0x50: "✓",
    0x4F: "✗",
    0x52: "☑",
    0x53: "☒",
    0x51: "☒",
    0x54: "☒",
    0xA3: "□",
    0x2A: "□",
    0xA2: "■",
    0x99: "○",
}
_WINGDINGS_2 |= {0x98: "●", 0x97: "●"}
_WEBDINGS = {0x61: "✓", 0x72: "✗", 0x63: "□", 0x67: "■"}
_MARLETT = {0x61: "✓", 0x62: "✓", 0x72: "✗"}
_SYMBOL = {0xD6: "√", 0xB4: "×"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "marlett": _MARLETT,
    "symbol": _SYMBOL,
}
_PRIVATE = 0xF000


def names_symbol_font(xml: bytes) -> bool:
    """Return whether a part of a workbook names such a font at all."""
    return b"dings" in xml or b"Marlett" in xml or b'"Symbol"' in xml


def is_symbol_font(name: str) -> bool:
    """Return whether letters of a font stand for signs."""
    return name.strip().lower() in _FONTS


def sign(font: str, code: int) -> str:
    """Return the sign that a character of a font draws, "" when unknown: `sign("Wingdings", 0xF0FE)` is ☑."""
    return _FONTS.get(font.strip().lower(), {}).get(code - _PRIVATE if code >= _PRIVATE else code, "")


def drawn(font: str, text: str) -> str:
    """Return a text in a symbol font as the signs that it shows; letters without a known sign stay as they are."""
    if not is_symbol_font(font):
        return text
    return "".join(sign(font, ord(letter)) or letter for letter in text)

"""Chinese numerals, strictly: 一百五十 and 一百五 are 150; what is no proper numeral (五四, 三八) is none."""

from __future__ import annotations

_ROWS = ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {letter: number for number, letters in enumerate(_ROWS) for letter in letters}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WAN = "万"
_TEN_THOUSAND = 10_000
LETTERS = "".join((*DIGITS, *_UNITS, _WAN))


def read_numeral(text: str) -> int | None:
    """Return the value of a Chinese numeral below 一亿, or None when it is not written properly."""
    high, wan, low = text.rpartition(_WAN)
    if not wan:
        return _small(text)
    upper, lower = _small(high), _small(low) if low else 0
    if upper is None or lower is None:
        return None
    if low in DIGITS:  # 一万五 is 15000
        lower *= 1000
    return upper * _TEN_THOUSAND + lower


def read_digits(text: str) -> str:
    """Return numerals written digit by digit as digits: 二〇一八 is 2018; other characters stay."""
    return "".join(str(DIGITS.get(letter, letter)) for letter in text)


def _small(text: str) -> int | None:
    total, digit, unit, zero = 0, None, _TEN_THOUSAND, False
    for letter in text:
        if letter in _UNITS:
            following = _UNITS[letter]
            if following >= unit or (digit is None and following != _UNITS["十"]):
                return None
            total, digit, unit, zero = (
                total + (1 if digit is None else digit) * following,
                None,
                following,
                False,
            )
        elif letter not in DIGITS or digit is not None:
            return None
        elif DIGITS[letter]:
            digit = DIGITS[letter]
        else:
            zero = True
    if digit is None:
        return total if text else None
    spoken = not zero and _UNITS["十"] < unit < _TEN_THOUSAND  # 一百五 is 150, 一百零五 is 105
    return total + digit * (unit // 10 if spoken else 1)

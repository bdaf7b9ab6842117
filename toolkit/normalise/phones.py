"""Telephone numbers and e-mail addresses: their one normal spelling, what they are, and how they are masked.

139 0000 0001 · +86-139-0000-0001 · 8613900000001 · (86)139.0000.0001 · 013900000001 · (139)00000001 → 13900000001
（0557）2340001 · 0557 2340001转8001              → office 0557-2340001, 0557-2340001-8001
2340001 · 6001 · 8600转123                         → office (local number, short number, one with an extension)
1.39E+10 → scientific-number     1390000001 → malformed-phone
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from toolkit.normalise.text import fold, is_placeholder


class PhoneReading(NamedTuple):
    """What kind of number it is, its normal spelling, and a fault or ""."""

    kind: Literal["mobile", "office", ""]
    value: str
    fault: str = ""


class EmailReading(NamedTuple):
    """The address in lower case, and a fault or ""."""

    value: str
    fault: str = ""


_COUNTRY = r"(?:(?:\+|00)86[ -]?)?"
_AREA = r"(?:010|02\d|0[3-9]\d{2})"
_EXTENSION = r"(?:\s*(?:转|分机|ext\.?|[-#*x])\s*:?\s*(?P<ext>\d{1,6})(?!\d))?"
_COUNTRY_BARE = r"(?:\(?(?:\+|00)?86\)?[ -]?)?0?"  # typed beside a mobile in any spelling, and the 0 for long distance
MOBILE = rf"(?<![\d.]){_COUNTRY_BARE}\(?(?P<mobile>1 ?[3-9][ -]?\d\)?(?:[ .-]{{0,3}}\d){{8}})(?!\d)"
OFFICE = (
    rf"(?<![\d.]){_COUNTRY}(?:(?P<area>\({_AREA}\)|{_AREA})\s*-?\s*)?"
    rf"(?P<local>(?(area)\d|[2-9])(?:\d{{6,7}}|\d{{3}}-\d{{4}}|\d{{2}}-\d{{4}})){_EXTENSION}(?!\d)"
)  # without its area code no local number begins with 1: 1390000 is a mobile that lost its end
_INNER = r"(?:\s*(?:转|分机|ext\.?)\s*:?\s*(?P<%s>\d{1,6}))?(?!\d)"
SERVICE = r"(?<!\d)(?P<service>[48]00[ -]?\d{3}[ -]?\d{4})" + _INNER % "service_ext"
SHORT = r"(?<![\d.])(?P<short>(?!1[3-9])\d{3,6})" + _INNER % "short_ext"
SCIENTIFIC = r"(?P<scientific>\d(?:\.\d+)?[Ee]\+?\d{1,2})(?!\w)"
EMAIL = r"(?P<email>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
_PHONE = re.compile(f"{SCIENTIFIC}|{MOBILE}|{SERVICE}|{OFFICE}|{SHORT}", re.IGNORECASE)
_EMAIL = re.compile(EMAIL, re.ASCII)
_LABEL = re.compile(r"^(?:[^\d()+a-z]{1,8}:?|tel\.?:?)\s*", re.IGNORECASE)
_QUOTES = " '\"`´‘’“”"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_REMARK = re.compile(r"\s*(?:\([^\d()]{1,12}\)|[(,、;]?\s*(?:同微信|微信同号?|同号|本人|手机|办公室?|微信)\)?)$")
_MASK = "****"
_BARE_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def dashed(text: str) -> str:
    """Return a text with every kind of dash as `-`: 0557—2340001, 139–0000–0001."""
    return text.translate(_DASHES)


def read_phone(text: str) -> PhoneReading:
    """Read a cell that holds one telephone number. Faults: `scientific-number`, `malformed-phone`."""
    line = _LABEL.sub("", dashed(fold(text)).replace("\n", " ").strip(_QUOTES))
    if is_placeholder(line):
        return PhoneReading("", "")
    line = _REMARK.sub("", line)
    found = _PHONE.fullmatch(line.removesuffix(".0"))
    return spell_phone(found) if found else PhoneReading("", "", "malformed-phone")


def spell_phone(found: re.Match[str]) -> PhoneReading:
    """Return the normal spelling of a match of the patterns of this module."""
    parts = found.groupdict()
    if parts.get("scientific"):
        return PhoneReading("", "", "scientific-number")
    if parts.get("mobile"):
        return PhoneReading("mobile", re.sub(r"\D", "", parts["mobile"]))
    if parts.get("local"):
        area = (parts["area"] or "").strip("()")
        digits = parts["local"].replace("-", "")
        return PhoneReading("office", "-".join(filter(None, (area, digits, parts["ext"]))))
    digits = re.sub(r"\D", "", parts.get("service") or parts.get("short") or "")
    inner = parts.get("service_ext") or parts.get("short_ext")
    return PhoneReading("office", f"{digits}转{inner}" if inner else digits)


def read_email(text: str) -> EmailReading:
    """Read a cell that holds one e-mail address. Fault: `malformed-email`."""
    line = "".join(fold(text).split()).strip(_QUOTES)
    line = re.sub(r"^(?:mailto|邮箱|电子邮箱|电子邮件|e-?mail):", "", line, flags=re.IGNORECASE)
    if is_placeholder(line):
        return EmailReading("")
    found = _EMAIL.fullmatch(line)
    return EmailReading(line.lower()) if found else EmailReading("", "malformed-email")


def mask_phone(phone: str) -> str:
    """Return a telephone number fit to be circulated: 13900000001 is 139****0001, 0557-2340001 is 0557-****001.

    What is no telephone number is masked whole; what is masked already stays.
    """
    if _BARE_MOBILE.fullmatch(phone):
        return phone[:3] + _MASK + phone[-4:]
    if "*" in phone or not phone:
        return phone
    reading = read_phone(phone)
    if reading.kind == "mobile":
        return reading.value[:3] + _MASK + reading.value[-4:]
    area, dash, rest = reading.value.partition("-") if reading.value.startswith("0") else ("", "", reading.value)
    if len(rest) < len(_MASK) + 3:
        return _MASK if not dash else area + dash + _MASK
    return area + dash + _MASK + rest[len(_MASK) :]


def mask_personal(text: str) -> str:
    """Return a text of which the first letter is left, for whoever knows it: w****."""
    told = text.strip()
    return told if not told or told.endswith(_MASK) else told[:1] + _MASK


def mask_email(email: str) -> str:
    """Return an address of which the first letter and the domain are left: z****@example.edu.cn."""
    name, at, domain = email.replace("＠", "@").partition("@")
    if "*" in name or not email:
        return email
    return name[:1] + _MASK + at + domain

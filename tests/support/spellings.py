"""How people spell the same telephone, address or identity number: the parts are invented, the spellings are not.

Each list has what is typed and the digits or letters that must be nowhere once width, gaps and dashes are taken away.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_GAPS = (
    " ",
    "  ",
    "-",
    " - ",
    "–",
    "—",
    "－",
    "−",
    "‑",
    ".",
    "·",
    "．",
    "\u3000",
    "\xa0",
    "\u200b",
    "\t",
    "\n",
    "_",
    "~",
)
_AROUND = (
    *(("", ""), ("联系张三", "，有事请说"), ("QQ", ""), ("Tel.", "（宿舍）"), ("1.", "。"), ("a", "b")),
    *(("群主:", ";"), ("#", "#"), ("（", "）")),
)


def _parted(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    cut = list(itertools.accumulate(sizes, initial=0))
    return gap.join(digits[one:other] for one, other in itertools.pairwise(cut))


def _with(texts: list[str]) -> list[str]:
    around = itertools.cycle(_AROUND)
    return [f"{before}{text}{behind}" for text, (before, behind) in zip(texts, around, strict=False)]


def mobiles() -> list[tuple[str, str]]:
    """Return spellings of mobiles, each of another number."""
    spelt: list[tuple[str, str]] = []
    ways = [((3, 4, 4), gap) for gap in (*_GAPS, ",", "/", "，", "--", "'", "|", "：", "*", "]")] + [
        ((4, 3, 4), "-"),
        ((4, 4, 3), " "),
        ((6, 5), "\n"),
    ]
    ways += [(sizes, gap) for sizes in ((3, 8), (5, 6), (3, 3, 5)) for gap in ("-", " ")]
    ways += [((3, 8), "."), ((7, 4), "\n"), ((1,) * 11, " "), ((1,) * 11, "\u200b"), ((11,), "")]
    for number, (sizes, gap) in enumerate(ways):
        digits = f"1390000{number + 1000}"
        spelt.append((_parted(digits, sizes, gap), digits))
    for number, before in enumerate(
        ("86", "+86", "+86 ", "0086", "0086-", "086-", "0", "(86)", "（+86）", "+86-", "86 ")
    ):
        digits = f"1380000{number + 1000}"
        spelt += [(before + digits, digits), (before + _parted(digits, (3, 4, 4), "-"), digits)]
    for number, way in enumerate((WIDE, HAN)):
        digits = f"1370000{number + 1000}"
        spelt += [(digits.translate(way), digits), (_parted(digits, (3, 4, 4), "－").translate(way), digits)]
    spelt += [
        ("1360000100113600001002", "13600001001"),
        ("幺三六零零零零幺零零六", "13600001006"),
        ("[136]00001007", "13600001007"),
        ("13600001003.0", "13600001003"),
        ("13600001004/13600001005", "13600001005"),
    ]
    return [(text, digits) for text, (_, digits) in zip(_with([text for text, _ in spelt]), spelt, strict=True)]


def _by_machines() -> list[tuple[str, str]]:
    """Return what programs, scanners and people with signs of their own make of a mobile."""
    number = itertools.count(2000)
    signs = (";", "；", "&", "=", "^", "→", "♥", "！", "~~", "…", "空", "杠", "横杠", "”“", "一", ">", "&nbsp;")
    spelt = [(_parted(digits, (3, 4, 4), sign), digits) for sign in signs for digits in [f"1350000{next(number)}"]]
    for sizes, gap in (((8, 3), " "), ((9, 2), " "), ((10, 1), " "), ((10, 1), "\n"), ((8, 3), "、")):
        digits = f"1350000{next(number)}"
        spelt.append((_parted(digits, sizes, gap), digits))
    for around in ("【{}】{}", "〔{}〕{}", "<{}>{}", "{{{}}}{}", "“{}”{}"):
        digits = f"1350000{next(number)}"
        spelt.append((around.format(digits[:3], digits[3:]), digits))
    for way in ("{:,}", "手机{:,}", "{:,}（张三）"):
        digits = f"1350000{next(number)}"
        spelt.append((way.format(int(digits)), digits))
    by_radio = str.maketrans("0123456789", "洞幺两三四五六拐八勾")
    for way in (by_radio, str.maketrans("0123456789", "洞一两三四五六七八九")):
        digits = f"1350000{next(number)}"
        spelt.append((digits.translate(way), digits.translate(way)))
    for power in ("E+10", "e+10", "E10", "E+010"):
        digits = f"1350000{next(number)}"
        spelt.append((f"{digits[0]}.{digits[1:]}{power}", digits))
    looks = (str.maketrans("10", "IO"), str.maketrans("10", "lo"), str.maketrans("0", "O"), str.maketrans("50", "SO"))
    for way in looks:
        digits = f"1350000{next(number)}"
        spelt.append((digits.translate(way), digits.translate(way)))
    return spelt


def landlines() -> list[tuple[str, str]]:
    """Return spellings of landlines with their area code."""
    spelt: list[tuple[str, str]] = []
    number = itertools.count(61001000)
    for gap in ("", *_GAPS):
        local = str(next(number))
        spelt.append((f"023{gap}{local}", f"23{local}"))
        spelt.append((f"023{gap}{local[:4]}{gap}{local[4:]}", f"23{local}"))
    for before in (
        "+86-23-",
        "+86 23 ",
        "0086-23-",
        "008623-",
        "(023)",
        "（023）",
        "（023） ",
        "086-23-",
        "+86(23)",
        "+8623-",
    ):
        local = str(next(number))
        spelt.append((f"{before}{local}", f"23{local}"))
    for gap in ("-", " ", "", "—", "."):
        local = str(next(number))[1:]
        spelt += [(f"0557{gap}{local}", f"557{local}"), (f"（0557）{gap}{local}转801", f"557{local}")]
        spelt.append((f"0557{gap}{local}".translate(WIDE), f"557{local}"))
    return [(text, digits) for text, (_, digits) in zip(_with([text for text, _ in spelt]), spelt, strict=True)]


def others() -> list[tuple[str, str]]:
    """Return spellings of telephones abroad, of second landlines, of numbers that a word tells, or a machine wrote."""
    number = itertools.count(1000)
    spelt = []
    for before in ("+852 9123 ", "00852-9123", "＋８５２ 9123 ", "+853 6612 ", "+853-6612", "00853 6612 "):
        digits = str(next(number))
        spelt.append((before + digits, _bare(before)[-4:] + digits))
    for before, gap in (("+886 912 ", " "), ("+886-912-", "-"), ("00886 912 ", ""), ("+886 0912 ", "-")):
        digits = str(next(number))
        spelt.append((f"{before}34{digits[0]}{gap}{digits[1:]}", f"91234{digits}"))
    for before in ("+44 7700 90", "+1 212 555 ", "+61 4 1234 ", "0044 7700 90", "+33 6 12 34 ", "+81-90-1234-"):
        digits = str(next(number))
        spelt.append((before + digits, _bare(before)[-4:] + digits))
    for first in ("0519-86958888", "电话：86958888", "13900000001", "（0557）2340001", "座机 6293 0001"):
        for between in ("/", "、", "；", " 或 ", "，", "和"):
            digits = f"8695{next(number)}"
            spelt.append((f"{first}{between}{digits}", digits))
    for said in ("内线", "短号", "分机：", "虚拟网号码"):
        digits = f"66{next(number)}"
        spelt.append((f"{said}{digits}", digits))
    for said in ("宅电", "家电：", "☎", "📞 ", "李老师", "王主任：", "家里", "传真：", "办公电话"):
        digits = f"8695{next(number)}"
        spelt.append((f"{said}{digits}", digits))
    return spelt + _by_machines()


def _bare(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def mails() -> list[tuple[str, str]]:
    """Return spellings of e-mail addresses."""
    number = itertools.count(1000)
    spelt = []
    for at in (
        "@",
        "＠",
        " @ ",
        "@ ",
        " @",
        "(at)",
        "[at]",
        "（at）",
        " at ",
        "#",
        "\n@",
        "@\n",
        "-at-",
        "艾特",
        "{at}",
        "<at>",
    ):
        for host in ("example.com", "mail.example.edu.cn", "example．com", "example . com", "exam-ple.cn"):
            name = f"zhang{next(number)}"
            spelt.append((f"{name}{at}{host}", name))
    for form in (
        "{}@例子.中国",
        "x+{}@example.com",
        "_{}@example.com",
        "<{}@example.com>",
        '"li {}"@example.com',
        "o'{}@example.com",
    ):
        name = f"zhang{next(number)}"
        spelt.append((form.format(name), name))
    return spelt + [(f"请发到{text}，谢谢", name) for text, name in spelt[::7]]


def identities() -> list[tuple[str, str]]:
    """Return spellings of identity numbers of eighteen and of fifteen signs."""
    number = itertools.count(1000)
    spelt = []
    for gap in ("", *_GAPS):
        for sizes in ((6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4)):
            digits = f"50010119900307{next(number)}"
            spelt.append((_parted(digits, sizes, gap), digits))
        digits = f"500101900307{next(number) % 1000:03}"
        spelt.append((_parted(digits, (6, 6, 3), gap), digits))
    spelt += [("50010119900307102X", "50010119900307102"), ("50010119900307103x", "50010119900307103")]
    spelt += [(f"500101{19900307}1{n}".translate(WIDE), f"500101199003071{n}") for n in ("041", "042")]
    return [(text, digits) for text, (_, digits) in zip(_with([text for text, _ in spelt]), spelt, strict=True)]


def folded(text: str) -> str:
    """Return a text without anything that stands between the letters of a number."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("〇一二三四五六七八九", "0123456789"))
    return re.sub(r"[^0-9A-Za-z@]", "", plain)

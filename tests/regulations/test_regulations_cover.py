"""Every article has its requirement, every quotation is the regulation's own wording, and one vocabulary is kept.

The regulations and the page of requirements lie beside a development checkout (`../shared`); where they are not, the
tests that compare with them are skipped and say so. All other tests need the definitions alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SHARED = ROOT.parent / "shared"
PAGE = SHARED / "design" / "requirements.md"
PREFIXES = {"suzhou-2018": "SZ", "sccm-2022": "CY", "jsut-2019": "JS", "scnvc-2019": "CH", "cqny-2021": "CN"}
SEVERITIES = {"error", "warning", "notice", "review"}
SOURCES = {"units", "observed", "notices", "approvals", "people", "classes", "received", "previous", "members"}
NUMERALS = ["", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
PARAMETERS = {
    "scope_kinds",
    "platforms",
    "size_limit",
    "size_over_action",
    "official_max_per_unit",
    "official_scope",
    "one_group_per_work",
    "cross_platform_counts",
    "naming",
    "member_card",
    "prior_filing",
    "exempt_temporary",
    "temp_grace_days",
    "change_deadline",
    "annual_window",
    "account_stale_days",
    "inactive_days",
    "empty_threshold",
    "delta_filing",
    "aggregators",
    "filing_office",
    "paper_copies",
    "retention_years",
    "suggestion_floor",
    "many_groups_percentile",
    "temporary_max_age_days",
    "temporary_max_members",
}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


REGULATIONS = {name: load(SCHEMAS / name / "regulation.yaml") for name in PREFIXES}
VOCABULARY = load(SCHEMAS / "fields.yaml")
GENERAL = load(SCHEMAS / "general.yaml")["requirements"]
ENTRIES = [
    *((name, entry) for name, regulation in REGULATIONS.items() for entry in regulation["requirements"]),
    *(("general", entry) for entry in GENERAL),
]
each_profile = pytest.mark.parametrize("profile", PREFIXES)
each_entry = pytest.mark.parametrize(
    ("profile", "entry"), [pytest.param(name, entry, id=entry["id"]) for name, entry in ENTRIES]
)


def squeeze(text: str) -> str:
    """Leave the words only: no white space, and none of the marks the text files use for headings and bold."""
    return re.sub(r"[\s#*]", "", text)


def regulation_text(profile: str) -> str:
    path = SHARED / "regulations" / f"{profile}.txt"
    if not path.is_file():
        pytest.skip("the regulation's text is not beside this checkout (../shared/regulations)")
    return squeeze(path.read_text(encoding="utf-8"))


def rows_of_page(prefix: str) -> list[str]:
    """Return the first cell of every table row of section 1 that speaks of one profile: `SZ-4a`, `CY-2.*` …"""
    if not PAGE.is_file():
        pytest.skip("the page of requirements is not beside this checkout (../shared/design)")
    acceptance = PAGE.read_text(encoding="utf-8").split("## 1.", 1)[1].split("## 2.", 1)[0]
    found = re.findall(rf"^\| ({prefix}-[^|]+?) \|", acceptance, flags=re.MULTILINE)
    assert found, f"the page has no table for {prefix}"
    return found


def articles_meant(listing: str) -> list[str]:
    """Expand `1,2,6(一,三~七),8`, `2.*`, `4.2~4.4,5`, `7(其余)` into article ids; a whole article ends in `*`."""
    found: list[str] = []
    for part in re.findall(r"[^,(]+(?:\([^)]*\))?", listing):
        number, _, inside = part.rstrip(")").partition("(")
        first, _, last = number.partition("~")
        article, _, paragraph = first.partition(".")
        stem = NUMERALS[int(article)]
        if last:
            found += [f"{stem}（{NUMERALS[n]}）" for n in range(int(paragraph), int(last.split(".")[1]) + 1)]
        elif inside and inside != "其余":
            for piece in inside.split(","):
                low, _, high = piece.partition("~")
                span = range(NUMERALS.index(low), NUMERALS.index(high or low) + 1)
                found += [f"{stem}（{NUMERALS[n]}）" for n in span]
        else:
            found.append(f"{stem}*")
    return found


def test_the_listings_of_the_page_expand_as_they_are_meant() -> None:
    assert articles_meant("1,6(一,三~四),14") == ["一*", "六（一）", "六（三）", "六（四）", "十四*"]
    assert articles_meant("4.2~4.4,5") == ["四（二）", "四（三）", "四（四）", "五*"]
    assert articles_meant("2.*") == ["二*"]
    assert articles_meant("6,7(其余)") == ["六*", "七*"]


@each_profile
def test_every_requirement_of_the_page_is_there(profile: str) -> None:
    prefix, requirements = PREFIXES[profile], REGULATIONS[profile]["requirements"]
    ids = {entry["id"] for entry in requirements}
    covered = {entry["article"] for entry in requirements}
    missing = []
    for cell in rows_of_page(prefix):
        if cell in ids:
            continue
        for meant in articles_meant(cell.removeprefix(f"{prefix}-")):
            stem = meant.rstrip("*")
            if stem not in covered and not (meant != stem and any(a.startswith(f"{stem}（") for a in covered)):
                missing.append(f"{cell}: {meant}")
    assert missing == []


@each_profile
def test_every_article_has_a_requirement(profile: str) -> None:
    regulation = REGULATIONS[profile]
    covered = {entry["article"] for entry in regulation["requirements"]}
    assert [entry["id"] for entry in regulation["articles"] if entry["id"] not in covered] == []


@each_profile
def test_the_articles_are_the_whole_regulation(profile: str) -> None:
    """Taking the articles away leaves headings and numbers only: no sentence was forgotten, none was reworded."""
    text = regulation_text(profile)
    body = text[text.index("第一条") :]
    place = 0
    for article in REGULATIONS[profile]["articles"]:
        wording = squeeze(article["text"])
        found = body.find(wording, place)
        assert found >= 0, f"{article['title']} is not the wording of the regulation, or out of order"
        body = body[:found] + body[found + len(wording) :]
        place = found
    left = re.split(r"附件|- ?附件", body)[0] if profile != "cqny-2021" else body
    assert not re.search(r"[。.;；]", re.sub(r"\d\.", "", left)), left


@each_profile
def test_quotations_are_verbatim(profile: str) -> None:
    text = regulation_text(profile)
    wrong = [e["id"] for e in REGULATIONS[profile]["requirements"] if squeeze(e["quote"]) not in text]
    assert wrong == []


@each_profile
def test_a_quotation_stands_in_the_article_it_is_quoted_from(profile: str) -> None:
    articles = {article["id"]: squeeze(article["text"]) for article in REGULATIONS[profile]["articles"]}
    wrong = [
        entry["id"]
        for entry in REGULATIONS[profile]["requirements"]
        if entry["article"] in articles and squeeze(entry["quote"]) not in articles[entry["article"]]
    ]
    assert wrong == []


@each_profile
def test_a_clause_is_worded_as_its_article_or_names_the_annex(profile: str) -> None:
    regulation = REGULATIONS[profile]
    titles = {article["id"]: article["title"] for article in regulation["articles"]}
    assert len(titles) == len(regulation["articles"]), "an article id stands twice"
    for entry in regulation["requirements"]:
        if entry["article"] in titles:
            assert entry["clause"] == titles[entry["article"]], entry["id"]
        else:
            kind, _, form = entry["article"].partition(":")
            assert kind == "form", entry["id"]
            assert (SCHEMAS / profile / f"{form}.yaml").is_file(), f"{entry['id']}: no form {form}"
            assert entry["clause"].startswith("附件"), entry["id"]


@each_profile
def test_parameters_are_complete_and_agree_with_the_requirements(profile: str) -> None:
    regulation = REGULATIONS[profile]
    parameters, by_rule = regulation["parameters"], {e["rule"]: e for e in regulation["requirements"]}
    assert set(parameters) == PARAMETERS
    expected = {
        "size_limit": ("over-size", "limit"),
        "official_max_per_unit": ("one-official", "max"),
        "official_scope": ("one-official", "scope"),
        "temp_grace_days": ("temporary-ended", "grace_days"),
        "change_deadline": ("change-reported", "deadline"),
        "account_stale_days": ("stale-account", "days"),
        "inactive_days": ("inactive", "days"),
    }
    for parameter, (rule, key) in expected.items():
        if rule in by_rule:
            assert by_rule[rule]["with"][key] == parameters[parameter], parameter
    if window := parameters["annual_window"]:
        assert {key: by_rule["annual-window"]["with"][key] for key in ("start", "end")} == window
    action = {"approve": "approval", "reason": "reason", "warn": "none"}.get(parameters["size_over_action"])
    assert action == by_rule.get("over-size", {}).get("with", {}).get("cleared_by")
    assert parameters["aggregators"] == by_rule.get("rollup", {}).get("with", {}).get("aggregators", [])
    assert (parameters["naming"]["mode"] == "prefix") == ("name-prefix" in by_rule)
    assert (parameters["naming"]["mode"] == "core_word") == ("name-core-word" in by_rule)
    assert by_rule["in-force"]["with"]["effective"] == regulation["document"]["effective"]


def test_ids_are_unique_and_bear_the_prefix_of_their_profile() -> None:
    ids = [entry["id"] for _, entry in ENTRIES]
    assert sorted(set(ids)) == sorted(ids)
    prefixes = {**PREFIXES, "general": "TK"}
    assert [entry["id"] for name, entry in ENTRIES if not entry["id"].startswith(f"{prefixes[name]}-")] == []


@each_entry
def test_an_entry_is_complete(profile: str, entry: dict[str, Any]) -> None:
    keys = {"id", "article", "clause", "quote", "title", "rule", "severity", "needs", "fields", "english"}
    assert keys <= set(entry) <= keys | {"with", "why"}
    assert entry["severity"] in SEVERITIES
    assert set(entry["needs"]) <= SOURCES
    assert entry["title"]
    assert entry["english"].isascii()
    assert bool(entry["quote"]) == (profile != "general")
    if entry["rule"] == "by-hand":
        assert (entry["severity"], entry["needs"], entry["fields"]) == ("notice", [], [])
        assert entry["why"].endswith("。"), "say in a sentence why no form can show it"


@each_entry
def test_fields_are_those_of_the_vocabulary(profile: str, entry: dict[str, Any]) -> None:
    fields, parts = VOCABULARY["fields"], VOCABULARY["parts"]
    assert set(entry["fields"]) <= set(fields)
    settings = entry.get("with", {})
    named = [*settings.get("when", {}), *settings.get("unless", {}), *settings.get("claims", [])]
    for key in ("field", "created", "filed", "stand_in", "total"):
        named += [settings[key]] if key in settings else []
    for key in ("fields", "any_of", "changes", "people", "clear_fields", "kept_needs", "reads"):
        named += list(settings.get(key, []))
    derived = {"form", "unit_raw", "*"}
    for name in named:
        stem, _, part = str(name).partition(".")
        assert stem in fields or stem in derived, f"{profile} {entry['id']}: {name}"
        assert not part or (part in parts and fields[stem]["kind"] == "people"), f"{entry['id']}: {name}"
    for field, answers in {**settings.get("when", {}), **settings.get("unless", {})}.items():
        options = fields.get(field, {}).get("options")
        listed = answers if isinstance(answers, list) else [answers]
        assert options is None or set(listed) <= set(options), f"{entry['id']}: {field}"


@each_profile
def test_a_value_that_cannot_be_read_is_one_finding_not_two(profile: str) -> None:
    claimed: list[str] = []
    for entry in REGULATIONS[profile]["requirements"]:
        settings = entry.get("with", {})
        claimed += settings["fields"] if entry["rule"] == "readable" else settings.get("claims", [])
    assert sorted(set(claimed)) == sorted(claimed)


@each_profile
def test_a_requirement_gives_way_only_to_one_that_exists(profile: str) -> None:
    ids = {entry["id"] for entry in REGULATIONS[profile]["requirements"]}
    for entry in REGULATIONS[profile]["requirements"]:
        assert set(entry.get("with", {}).get("yields_to", [])) <= ids - {entry["id"]}, entry["id"]


@each_profile
def test_a_general_requirement_gives_way_wholly_to_the_profiles_own(profile: str) -> None:
    """Only the rules that look at one column after another are shared out field by field."""
    by_column = {"required", "well-formed", "phone-shared"}
    for general in GENERAL:
        given_way = set(general.get("with", {}).get("unless_rules", [])) - by_column
        own = [entry for entry in REGULATIONS[profile]["requirements"] if entry["rule"] in given_way]
        looked_at = {field for entry in own for field in entry["fields"]}
        assert not own or set(general["fields"]) <= looked_at, (general["id"], own[0]["id"])


def vocabulary_of_rules() -> dict[str, tuple[set[str], set[str]]]:
    """Return rule: (parameters, variants) from the tables of SCHEMA.md; the row `any rule` counts for all."""
    page = (SCHEMAS / "SCHEMA.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]*)\| ([^|]*)\|", page, flags=re.MULTILINE)
    general = re.search(r"^\| any rule \| ([^|]*) \|", page, flags=re.MULTILINE)
    assert general

    def words(cell: str) -> set[str]:
        return set(re.findall(r"`([\w-]+)`", cell))

    return {rule: (words(keys) | words(general[1]), words(variants)) for rule, keys, variants in rows}


def test_every_rule_and_parameter_in_use_is_documented() -> None:
    table = vocabulary_of_rules()
    wrong = []
    for _, entry in ENTRIES:
        if entry["rule"] not in table:
            wrong.append(f"{entry['id']}: rule {entry['rule']}")
            continue
        keys, variants = table[entry["rule"]]
        settings = entry.get("with", {})
        wrong += [f"{entry['id']}: {entry['rule']} has no {key}" for key in set(settings) - keys]
        known = variants | ({"unreadable"} if "claims" in settings else set())
        wrong += [f"{entry['id']}: {entry['rule']} never says {v}" for v in set(settings.get("severities", {})) - known]
    assert wrong == []


def test_no_rule_is_documented_that_nobody_uses() -> None:
    """A rule of the page is used by a regulation here, or by one of the worked institutions of the documentation."""
    worked = (Path(__file__).resolve().parents[2] / "docs").glob("institution-*.md")
    others = re.findall(
        r"^ +rule: ([a-z-]+)", "".join(page.read_text(encoding="utf-8") for page in worked), re.MULTILINE
    )
    used = {entry["rule"] for _, entry in ENTRIES} | set(others)
    assert sorted(set(vocabulary_of_rules()) - used) == []


@pytest.mark.parametrize("path", sorted(SCHEMAS.rglob("regulation.yaml")), ids=lambda p: p.parent.name)
def test_no_telephone_number_stands_in_a_regulation(path: Path) -> None:
    assert re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}", path.read_text(encoding="utf-8")) == []


def test_the_contact_note_of_the_nursing_college_is_not_carried_over() -> None:
    """The original's note 2 names a person: only its first words may stand here, with nothing behind them."""
    wording = (SCHEMAS / "scnvc-2019" / "regulation.yaml").read_text(encoding="utf-8")
    assert re.findall(r"宣传统战部联系人\S*", wording) == ["宣传统战部联系人"]

import datetime as dt
from pathlib import Path

import pytest

from toolkit.errors import DefinitionError
from toolkit.regulations.calendar import Calendar, calendar, load_calendar

DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("changed", "reported", "days"),
    [
        ("2026-03-02", "2026-03-09", 5),  # Monday to Monday: the day of the change does not count
        ("2026-03-02", "2026-03-10", 6),
        ("2026-03-06", "2026-03-08", 0),  # only a weekend in between
        ("2026-02-13", "2026-02-24", 2),  # 春节 2-15 to 2-23, but Saturday 2-14 is worked
        ("2024-09-30", "2024-10-08", 1),  # 国庆节
        ("2024-10-11", "2024-10-12", 1),  # a Saturday worked in return
        ("2018-12-28", "2019-01-02", 2),  # 12-29 worked, 12-31 off: told by the notice of the next year
        ("2020-01-31", "2020-02-03", 1),  # the holiday that was made longer
        ("2026-03-09", "2026-03-02", 0),  # reported before it happened
        ("2026-03-02", "2026-03-02", 0),
    ],
)
def test_working_days_after_the_day_of_the_change(changed: str, reported: str, days: int) -> None:
    assert calendar().workdays_between(DAY(changed), DAY(reported)) == (days, True)


def test_a_year_without_data_counts_monday_to_friday_and_says_so() -> None:
    unknown = Calendar({}, frozenset())
    assert unknown.workdays_between(DAY("2026-04-30"), DAY("2026-05-08")) == (6, False)
    assert calendar().workdays_between(DAY("2026-12-31"), DAY("2027-01-04")).covered is False
    assert calendar().workdays_between(DAY("2016-05-02"), DAY("2016-05-03")).covered is False


def test_years_covered_are_those_with_a_notice_of_their_own() -> None:
    assert [year for year in range(2010, 2035) if calendar().covers(year)] == list(range(2018, 2027))


def test_every_exception_differs_from_its_weekday_or_belongs_to_a_festival() -> None:
    for day, worked in calendar().exceptions.items():
        assert not worked or day.weekday() >= 5, f"{day} is worked anyway"


@pytest.mark.parametrize(("line", "key"), [("2026-13-01,holiday,,", "date"), ("2026-05-01,rest,,", "kind")])
def test_a_bad_line_is_told_by_file_and_line(tmp_path: Path, line: str, key: str) -> None:
    path = tmp_path / "cn.csv"
    path.write_text(f"date,kind,festival,source\n{line}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_calendar(path)

    (mistake,) = caught.value.facts["mistakes"]
    assert (mistake.facts["file"], mistake.facts["line"], mistake.facts["key"]) == ("cn.csv", 2, key)


def test_a_missing_file_is_our_fault_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"nowhere\.csv"):
        load_calendar(tmp_path / "nowhere.csv")

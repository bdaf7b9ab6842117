"""An Excel made of paper: a desktop engine for xlwings with openpyxl behind it, so that genuine xlwings code runs here.

It subclasses xlwings' public engine classes (BSD part): whatever is not written below raises NotImplementedError, and
no test passes by accident. It keeps the habits of Excel that bite: numbers come back as floats, text that looks like a
number becomes one unless the cell is formatted as Text, `=` begins a formula, a locked sheet refuses, a cell takes one
note only, and a file that is open cannot be opened twice.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import xlwings as xw

from paperexcel.app import Apps

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


class Engine:
    """What xlwings asks of an engine."""

    name, type = "excel", "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any) -> Any:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, dt.datetime):
                moment = {name: getattr(value, name) for name in ("year", "month", "day", "hour", "minute", "second")}
                return datetime_builder(**moment, microsecond=0, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if isinstance(value, str) and value in ERRORS:
                return value if err_to_str else None
            return value

        return [[clean(cell) for cell in row] for row in data]


def install() -> xw.Engine:
    """Make this engine the active one; `remove` puts back what was there."""
    engine = xw.Engine(impl=Engine())
    xw.engines.add(engine)
    xw.engines.active = engine
    return engine

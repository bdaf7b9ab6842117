"""What the reading of one file is made of, imported in one place so that atheris can instrument all of it."""

from toolkit.discover import Found
from toolkit.grids import Unreadable, read_workbook
from toolkit.layouts import recognise
from toolkit.reading import recognised_reading
from toolkit.regulations.profile import load_profile, profile_ids

__all__ = ["Found", "Unreadable", "load_profile", "profile_ids", "read_workbook", "recognise", "recognised_reading"]

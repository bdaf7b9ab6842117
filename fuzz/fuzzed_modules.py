"""What the reading of one file is made of, imported in one place so that atheris can instrument all of it."""

from toolkit.intake.discover import Found
from toolkit.intake.grids import Unreadable, read_workbook
from toolkit.intake.layouts import recognise
from toolkit.intake.read import recognised_reading
from toolkit.regulations.profile import load_profile, profile_ids

__all__ = ["Found", "Unreadable", "load_profile", "profile_ids", "read_workbook", "recognise", "recognised_reading"]

"""Workbooks that come back: blank, prefilled, and with what is to be corrected."""

"""The endings of the files that people send and keep: where to look. What a file is, is told by its content."""

from __future__ import annotations

BOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".et")
"""What a spreadsheet program opens: a link leads to a cell of it."""
READ = (*BOOKS, ".csv", ".tsv", ".docx", ".parquet")
"""What can be read as a return or as a list."""

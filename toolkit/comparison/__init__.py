"""This year against last: pairs, verdicts, changes, what is there twice, and what people decided."""

"""The files of a run, and how they take their place: whole or not at all."""

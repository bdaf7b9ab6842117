"""Splink 5 on DuckDB: unsupervised training as its tutorials teach, single best links at a probability of 0.5."""

from __future__ import annotations

import sys
from pathlib import Path

import splink.comparison_library as cl
from prepared import load, one_to_one, save
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

_COLUMNS = ["id", "unit", "name", "digits", "words", "platform", "group_no", "owner", "purpose", "created_on"]
AT = 0.5


def main(folder: Path, out: Path) -> None:
    """Link the two registers and write the pairs."""
    ours, theirs = load(folder)
    database = DuckDBAPI()
    tables = [
        database.register(side[_COLUMNS], dataset_display_name=name)
        for side, name in ((ours, "ours"), (theirs, "theirs"))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=[
            cl.ExactMatch("group_no"),
            cl.JaroWinklerAtThresholds("words", [0.95, 0.88, 0.7]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("digits"),
            cl.ExactMatch("unit"),
            cl.ExactMatch("owner").configure(term_frequency_adjustments=True),
            cl.ExactMatch("platform"),
            cl.ExactMatch("purpose"),
            cl.LevenshteinAtThresholds("created_on", [2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("group_no"),
            block_on("unit", "name"),
            block_on("unit", "digits"),
            block_on("unit", "owner"),
        ],
    )
    linker = Linker(tables, settings, log_level="ERROR")
    known = [block_on("group_no"), block_on("unit", "name", "platform")]
    linker.training.estimate_probability_two_random_records_match(known, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("unit", "name"), block_on("group_no"), block_on("unit", "owner", "created_on")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=0.1)
    predicted = linker.inference.predict(threshold_match_probability=AT)
    found = predicted.as_pandas_dataframe()
    ours_left = found["source_dataset_l"] == found["source_dataset_l"].min()
    one = found["id_l"].where(ours_left, found["id_r"])
    other = found["id_r"].where(ours_left, found["id_l"])
    scored = found.assign(ours=one, theirs=other, score=found["match_weight"])[["ours", "theirs", "score"]]
    best = one_to_one(scored)
    save(out, best["ours"], best["theirs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""What one writes without a library for linkage: numbers, then rapidfuzz over the names of each unit, 85 and more."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from prepared import load, one_to_one, save
from rapidfuzz import fuzz, process

AT = 85


def main(folder: Path, out: Path) -> None:
    """Link the two registers and write the pairs."""
    ours, theirs = load(folder)
    known = ours.dropna(subset="group_no").merge(theirs.dropna(subset="group_no"), on="group_no")
    rows = [(a, b, 200.0) for a, b in zip(known["id_x"], known["id_y"], strict=True)]
    left = ours[~ours["id"].isin(known["id_x"])].groupby("unit")
    right = theirs[~theirs["id"].isin(known["id_y"])].groupby("unit")
    others = dict(list(right))
    for unit, part in left:
        if unit in others:
            other = others[unit]
            scores = process.cdist(part["name"], other["name"], scorer=fuzz.ratio, score_cutoff=AT)
            for i, j in zip(*scores.nonzero(), strict=True):
                rows.append((part["id"].iat[i], other["id"].iat[j], float(scores[i, j])))
    best = one_to_one(pd.DataFrame(rows, columns=["ours", "theirs", "score"]))
    save(out, best["ours"], best["theirs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""recordlinkage 0.16: blocks of units and numbers, string and exact comparisons, the ECM classifier of its manual."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import recordlinkage as rl
from prepared import load, one_to_one, save


def main(folder: Path, out: Path) -> None:
    """Link the two registers and write the pairs."""
    ours, theirs = (side.set_index("id") for side in load(folder))
    blocks = rl.Index()
    blocks.block("unit")
    pairs = blocks.index(ours, theirs)
    compare = rl.Compare()
    compare.exact("group_no", "group_no", label="group_no")
    compare.string("words", "words", method="jarowinkler", threshold=0.85, label="words")
    for name in ("digits", "owner", "platform", "purpose", "created_on"):
        compare.exact(name, name, label=name)
    vectors = compare.compute(pairs, ours, theirs)
    classifier = rl.ECMClassifier()
    links = classifier.fit_predict(vectors)
    scores = classifier.prob(vectors.loc[links])
    found = pd.DataFrame({
        "ours": links.get_level_values(0), "theirs": links.get_level_values(1), "score": scores.to_numpy(),
    })  # fmt: skip
    best = one_to_one(found)
    save(out, best["ours"], best["theirs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

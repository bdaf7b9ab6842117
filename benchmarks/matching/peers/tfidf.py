"""TF-IDF cosine of letter pairs, over unit and name together without any block; nearest five, 0.75 and more."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from prepared import load, one_to_one, save
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

AT, NEAREST = 0.75, 5


def main(folder: Path, out: Path) -> None:
    """Link the two registers and write the pairs."""
    ours, theirs = load(folder)
    known = ours.dropna(subset="group_no").merge(theirs.dropna(subset="group_no"), on="group_no")
    rows = [pd.DataFrame({"ours": known["id_x"], "theirs": known["id_y"], "score": 2.0})]
    left = ours[~ours["id"].isin(known["id_x"])]
    right = theirs[~theirs["id"].isin(known["id_y"])]
    texts = [side["unit"] + " " + side["name"] for side in (left, right)]
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32).fit(pd.concat(texts))
    one, other = map(vectors.transform, texts)
    near = sp_matmul_topn(one, other.T.tocsr(), top_n=NEAREST, threshold=AT, n_threads=2).tocoo()
    found = {"ours": left["id"].to_numpy()[near.row], "theirs": right["id"].to_numpy()[near.col], "score": near.data}
    best = one_to_one(pd.concat([*rows, pd.DataFrame(found)]))
    save(out, best["ours"], best["theirs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""dedupe 3: it learns from answers; here 400 pairs answered by number, which is all that is known without the truth."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import dedupe
from dedupe import variables
from prepared import load, save

_SURE = 200


def main(folder: Path, out: Path) -> None:
    """Link the two registers and write the pairs."""
    ours, theirs = load(folder)
    columns = ["unit", "words", "digits", "group_no", "owner", "created_on"]
    left, right = (side.set_index("id")[columns].to_dict("index") for side in (ours, theirs))
    fields = [
        variables.Exact("unit"), variables.String("words"), variables.Exact("digits"),
        variables.Exact("group_no", has_missing=True), variables.Exact("owner"),
        variables.String("created_on", has_missing=True),
    ]  # fmt: skip
    linker = dedupe.RecordLink(fields, num_cores=1)
    known = ours.dropna(subset="group_no").merge(theirs.dropna(subset="group_no"), on="group_no")
    rng = random.Random(1)
    sure = rng.sample(list(zip(known["id_x"], known["id_y"], strict=True)), min(_SURE, len(known)))
    strangers = [(left[a], right[b]) for (a, _), (_, b) in zip(sure, sure[1:] + sure[:1], strict=True)]
    linker.prepare_training(left, right, sample_size=2000)
    linker.mark_pairs({"match": [(left[a], right[b]) for a, b in sure], "distinct": strangers})
    linker.train(recall=0.95)
    found = linker.join(left, right, threshold=0.5, constraint="one-to-one")
    pairs = [(str(pair[0]), str(pair[1])) for pair, _ in found]
    save(out, [a for a, _ in pairs], [b for _, b in pairs])  # type: ignore[arg-type] - lists do


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

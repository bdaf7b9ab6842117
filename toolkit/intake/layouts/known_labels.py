"""The labels of all forms that will be tried: which cells of a page may be labels at all."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from toolkit.intake.layouts.decorations import is_decorated
from toolkit.intake.layouts.labels import REMEMBERED, bare, lexicon, undecorated
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Form


class Shelf:
    """The labels of several forms together, to tell what may be a label at all before a form is tried."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Collect them; nothing is folded yet."""
        self.forms = tuple(forms)
        self._labels: dict[str, str] = {}
        self._others: set[str] = set()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset().union(*(lexicon(form).exact for form in self.forms))

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset().union(*(lexicon(form).letters for form in self.forms))

    def labels_in(self, texts: Iterable[str]) -> set[str]:
        """Return the texts that are a label of a form as they stand; what is none is looked at once."""
        labels = set(texts).difference(self._others)
        if labels:
            others = {text for text in labels if not self.label(text)}
            if len(self._others) > REMEMBERED:
                self._others.clear()
            self._others |= others
            labels -= others
        return labels

    def label(self, text: str) -> str:
        """Return the folded label that a text is as it stands or without decoration, "" for one that is none."""
        if text in self._labels:
            return self._labels[text]
        label = bare(text) if self._letters.issuperset(text) else ""
        if label not in self._known:
            label = self._undecorated(text) if is_decorated(text) else ""
        if not label:
            return ""
        if len(self._labels) > REMEMBERED:
            self._labels.clear()
        self._labels[text] = label
        return label

    def _undecorated(self, text: str) -> str:
        """Return the label within a heading; two in one cell (群名称（群号）) are told by the form."""
        if any(lexicon(form).is_composed(text) for form in self.forms):
            return ""
        return next((plain for plain in undecorated(text) if plain in self._known), "")


def shelf(forms: Sequence[Form]) -> Shelf:
    """Return the labels of several forms; collected once for the same forms."""
    return _shelf(tuple(forms), vocabulary())


@lru_cache(maxsize=32)
def _shelf(forms: tuple[Form, ...], _spoken: Vocabulary) -> Shelf:
    return Shelf(forms)

"""Signs and blanks around a text, which the readers take away before they look what is said: ` 无。`, `（暂 无）`."""

from __future__ import annotations

from toolkit.forms.template.expressions import either, every, holds, longer, no, one_of
from toolkit.forms.template.shapes.words import odd_letters
from toolkit.forms.template.texts import Question, Text, last, letters

_LONGEST = 9
"""Letters of the longest text that is a word for nothing with signs around it."""


def undecorated(text: Text) -> Question:
    """Return whether a text is read as it stands: letters of words at both ends, no blank within."""
    ends = (letters(text, 1, 1), last(text))
    blanks = (holds(text, blank) for blank in " \u3000\n")
    return every(*(no(one_of(end, odd_letters())) for end in ends), *map(no, blanks))


def says_something(text: Text) -> Question:
    """Return whether a text certainly says more than that there is no answer, words for nothing to the letter apart."""
    return every(longer(text, 2), either(longer(text, _LONGEST), undecorated(text)))

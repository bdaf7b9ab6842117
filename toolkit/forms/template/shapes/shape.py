"""What a shape is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.forms.template.expressions import NEVER

if TYPE_CHECKING:
    from toolkit.forms.template.texts import Question


@dataclass(frozen=True, slots=True)
class Shape:
    """What is certainly well written, and what is certainly not; of a cell that is filled in.

    `refused` is as much of `wrong` as fits the 255 letters of a warning, where that is not all.
    """

    clean: Question
    wrong: Question = NEVER
    refused: Question = NEVER

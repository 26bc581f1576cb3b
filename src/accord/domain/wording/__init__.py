"""Wording: when a text that reads differently still says the same."""

from accord.domain.wording.classes import (
    WORDED_FIELDS,
    Placed,
    WordingClass,
    duties_before,
    marked,
    place,
)
from accord.domain.wording.marks import Reason, Refusal, refusal_of_mark
from accord.domain.wording.words import same_words, words

__all__ = [
    "WORDED_FIELDS",
    "Placed",
    "Reason",
    "Refusal",
    "WordingClass",
    "duties_before",
    "marked",
    "place",
    "refusal_of_mark",
    "same_words",
    "words",
]

"""What a text was before and what it means, told plainly: which texts say the same in other words.

The state machine writes only texts of this table, so that nothing here has to read words.
"""

from dataclasses import dataclass, field

# Each line is one meaning in several wordings.
MEANINGS = (
    ("Counted every Friday.", "counted every friday", "Counted (every Friday)!\n"),
    ("Tallied every Friday.", "Tallied: every FRIDAY"),
    ("Looked at monthly.", "looked at monthly", "Looked at, monthly"),
)
TEXTS = tuple(text for meaning in MEANINGS for text in meaning)
MEANS = {text: place for place, meaning in enumerate(MEANINGS) for text in meaning}


def alike(text: str) -> tuple[str, ...]:
    """Every wording of what a text says."""
    return MEANINGS[MEANS[text]]


@dataclass
class Wording:
    """All classes that a field's texts ever were in, each with its first text first, and where today's text is."""

    text: str | None = None
    classes: list[list[str]] = field(default_factory=list)
    today: list[str] | None = None

    @classmethod
    def of(cls, text: str | None) -> "Wording":
        found = cls()
        found.write(text)
        return found

    def write(self, text: str | None, *, wording_only: bool = False) -> None:
        if text == self.text:
            return
        before, self.text = self.text, text
        if text is None:
            return
        if before is None or self.today is None or not (wording_only or self._goes_on(text, before)):
            known = [each for each in self.classes if any(MEANS[other] == MEANS[text] for other in each)]
            self.today = known[-1] if known else []
            self.classes += [] if known else [self.today]
        if text not in self.today:
            self.today.append(text)

    @property
    def content(self) -> str | None:
        """What agreements hold: the first text of today's class."""
        return self.today[0].strip() if self.text is not None and self.today else None

    def _goes_on(self, text: str, before: str) -> bool:
        assert self.today is not None
        return MEANS[text] == MEANS[before] == MEANS[self.today[0]]

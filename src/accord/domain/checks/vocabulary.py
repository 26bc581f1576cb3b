"""The registry's words: every name and alias of a metric or milestone, folded, and what goes by it."""

from collections import defaultdict
from collections.abc import Mapping

from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.folding import fold
from accord.domain.checks.mentions import Terms
from accord.domain.plan import Plan


class Vocabulary:
    """What the words of texts may mean. `meanings` has, for each folded name, the metrics and milestones it names."""

    def __init__(self, plan: Plan) -> None:
        meanings: dict[str, dict[Ref, None]] = defaultdict(dict)
        for kind, things in ((Kind.METRIC, plan.metrics), (Kind.MILESTONE, plan.milestones)):
            for thing in things:
                for name in (thing.name, *thing.aliases):
                    meanings[fold(name)][Ref(kind, thing.id)] = None
        meanings.pop("", None)
        self.meanings: Mapping[str, tuple[Ref, ...]] = {name: tuple(refs) for name, refs in meanings.items()}
        self.terms = Terms(self.meanings)
        self._in_titles: dict[str, tuple[str, ...]] = {}

    def spoken_in(self, text: str) -> tuple[str, ...]:
        """The folded names that a text mentions, each once, in the order in which they stand there first."""
        # Most texts mention nothing, and plain ones have the same words before they are folded.
        if text.isascii() and not self.terms.may_be_in(text.lower()):
            return ()
        return tuple(dict.fromkeys(span.term for span in self.terms.mentioned(fold(text))))

    def spoken_in_title(self, title: str) -> tuple[str, ...]:
        """The same for the title of an objective, which is looked through once for all of its key results."""
        if title not in self._in_titles:
            self._in_titles[title] = self.spoken_in(title)
        return self._in_titles[title]

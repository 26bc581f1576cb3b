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

"""What a key result's texts speak of without being tied to it."""

from collections.abc import Iterator

from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.placed import PlacedKeyResult, live_needs
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import KeyResult

# Stands between texts: no term can hold it, so that no mention runs from one text into the next.
_BETWEEN = "\0"


def spoken_of(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[tuple[Ref, str]]:
    """The metrics and milestones that are mentioned and not tied, each once, with the folded words that do it."""
    vocabulary = snapshot.vocabulary
    in_title = vocabulary.spoken_in_title(placed.objective.title)
    in_texts = vocabulary.spoken_in(_BETWEEN.join(_texts(placed.it)))
    if not in_title and not in_texts:
        return
    tied = set(_tied(placed.it))
    told = set(tied)
    for term in dict.fromkeys((*in_title, *in_texts)):
        meanings = vocabulary.meanings[term]
        if tied.isdisjoint(meanings):
            for ref in meanings:
                if ref not in told:
                    told.add(ref)
                    yield ref, term


def _tied(it: KeyResult) -> Iterator[Ref]:
    for id_ in (it.metric, *it.guardrails, *it.terms):
        yield Ref(Kind.METRIC, id_ or "")
    for id_ in (it.milestone, *it.terms):
        yield Ref(Kind.MILESTONE, id_ or "")


def _texts(it: KeyResult) -> Iterator[str]:
    """The texts of a key result itself; its objective's title is one of all its key results."""
    yield it.title
    yield it.completion_criteria or ""
    yield it.decomposition or ""
    yield from (duty.does for duty in it.duties)
    yield from (action.title for action in it.actions)
    for need in live_needs(it):
        yield need.what
        yield need.completion_criteria or ""

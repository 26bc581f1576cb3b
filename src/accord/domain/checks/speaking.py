"""What a key result's texts speak of without being tied to it."""

from collections.abc import Iterator

from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.folding import fold
from accord.domain.checks.placed import PlacedKeyResult, live_needs
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import KeyResult

# Stands between texts: no term can hold it, so that no mention runs from one text into the next.
_BETWEEN = "\0"


def spoken_of(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[tuple[Ref, str]]:
    """The metrics and milestones that are mentioned and not tied, each once, with the folded words that do it."""
    vocabulary = snapshot.vocabulary
    text = _BETWEEN.join(_texts(placed))
    # Most texts mention nothing, and plain ones have the same words before they are folded.
    if text.isascii() and not vocabulary.terms.may_be_in(text.lower()):
        return
    mentioned = vocabulary.terms.mentioned(fold(text))
    tied = set(_tied(placed.it))
    told = set(tied)
    for span in mentioned:
        meanings = vocabulary.meanings[span.term]
        if tied.isdisjoint(meanings):
            for ref in meanings:
                if ref not in told:
                    told.add(ref)
                    yield ref, span.term


def _tied(it: KeyResult) -> Iterator[Ref]:
    for id_ in (it.metric, *it.guardrails, *it.terms):
        yield Ref(Kind.METRIC, id_ or "")
    for id_ in (it.milestone, *it.terms):
        yield Ref(Kind.MILESTONE, id_ or "")


def _texts(placed: PlacedKeyResult) -> Iterator[str]:
    it = placed.it
    yield placed.objective.title
    yield it.title
    yield it.completion_criteria or ""
    yield it.decomposition or ""
    yield from (duty.does for duty in it.duties)
    yield from (action.title for action in it.actions)
    for need in live_needs(it):
        yield need.what
        yield need.completion_criteria or ""

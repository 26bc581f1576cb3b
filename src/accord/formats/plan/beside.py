"""How a part of reading may be done beside the rest of it, by whoever has a second core to give."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

Piece = TypeVar("Piece")


class Beside(Protocol):
    """Begins some work, if that is worth it, and yields what it makes, each piece once it is there."""

    def __call__(
        self, work: Callable[[], Iterable[Piece]], *, is_worth_it: bool
    ) -> AbstractContextManager[Iterator[Piece]]: ...


@contextmanager
def when_asked(work: Callable[[], Iterable[Piece]], *, is_worth_it: bool) -> Iterator[Iterator[Piece]]:
    """Do the work here, each piece when it is taken: whoever serves many at once has no core to give."""
    yield iter(work())

"""What a change would do, told in the plan's ids: whoever writes a definition sees it before anything is saved."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from accord.domain.clauses import Clause
from accord.domain.realignment import PartOf
from accord.models import KeyResult, Team
from accord.services.agreements.asking import WAITING
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions.chain import Chain
from accord.services.definitions.edits import NotWording
from accord.services.plans.plan_texts import Told

CLAUSES = tuple(Clause)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement, by its key result: id and title."""

    key_result: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """A team's part of a clause."""

    agreement: Agreed
    team: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving would do.

    `stale` parts were agreed to and no longer are; `again` ones hold again as they were agreed to before; `agreed` ones
    are agreed to by saving. `asked` are the parts that wait for their team because of the change, `joined` and `left`
    the teams that come to an agreement or leave it, `opened` and `ended` whole agreements. `unwording` are marks of
    wording only that cannot be taken. `told` is each field's change, with whether it is substantive.
    """

    stale: Sequence[Part] = ()
    again: Sequence[Part] = ()
    agreed: Sequence[Part] = ()
    asked: Sequence[Part] = ()
    joined: Sequence[tuple[Agreed, str]] = ()
    left: Sequence[tuple[Agreed, str]] = ()
    opened: Sequence[Agreed] = ()
    ended: Sequence[Agreed] = ()
    unwording: Sequence[NotWording] = ()
    told: Sequence[Told] = ()
    chain: Chain | None = None  # what comes of it for dates and sums

    @property
    def asked_teams(self) -> list[str]:
        """The teams that would have to answer."""
        return sorted({part.team for part in self.asked})


def of(
    touched: Touched,
    agreed: Collection[PartOf],
    told: Sequence[Told],
    unwording: Sequence[NotWording],
    chain: Chain | None = None,
) -> Preview:
    """Tell what was touched. To be called while the rows it is about are there."""
    moves = [(PartOf(move.key_result, move.team, move.clause), move) for move in touched.moves]
    mine = set(agreed)
    back = (part for part, move in moves if move.before in WAITING and move.after == "a" and part not in mine)
    asked = {part for part, move in moves if move.after in WAITING} | set(_rewritten(touched))
    came, went = touched.after.keys() - touched.before.keys(), touched.before.keys() - touched.after.keys()
    names = _Names(touched, mine)
    return Preview(
        stale=names.parts(part for part, move in moves if (move.before, move.after) == ("a", "s")),
        again=names.parts(back),
        agreed=names.parts(mine),
        asked=names.parts(asked - mine),
        joined=names.parties(key for key in came if key[0] not in touched.opened),
        left=names.parties(key for key in went if key[0] not in touched.ended),
        opened=names.agreements(touched.opened),
        ended=names.agreements(touched.ended),
        unwording=unwording,
        told=told,
        chain=chain,
    )


def _rewritten(touched: Touched) -> Iterable[PartOf]:
    """Parts that waited before, and are asked for with another content."""
    for key in touched.rewritten & touched.after.keys():
        was, now = touched.before[key], touched.after[key]
        for place, letter in enumerate(now.states):
            if letter in WAITING and was.fingerprints[place] != now.fingerprints[place]:
                yield PartOf(*key, place + 1)
    # Of the registry's changes only what somebody has answered is kept: the others' definitions are open as they were.
    yield from (PartOf(*key, Clause.DEFINITIONS.number) for key in touched.rewritten - touched.after.keys())


class _Names:
    """Ids in the plan of the agreements and teams that are told."""

    def __init__(self, touched: Touched, agreed: Collection[PartOf]) -> None:
        keys = {*touched.before, *touched.after, *touched.rewritten, *((part.key_result, part.team) for part in agreed)}
        rows = KeyResult.objects.filter(id__amongst={*touched.opened, *touched.ended, *(key for key, _ in keys)})
        self._agreements = {row: Agreed(key, title) for row, key, title in rows.values_list("id", "key", "title")}
        teams = Team.objects.filter(id__amongst={team for _, team in keys})
        self._teams = dict(teams.values_list("id", "key"))

    def parts(self, parts: Iterable[PartOf]) -> list[Part]:
        ordered = sorted(parts, key=lambda part: (part.key_result, part.clause, self._teams[part.team]))
        return [Part(self._agreements[p.key_result], self._teams[p.team], CLAUSES[p.clause - 1]) for p in ordered]

    def parties(self, keys: Iterable[tuple[int, int]]) -> list[tuple[Agreed, str]]:
        return [(self._agreements[key_result], self._teams[team]) for key_result, team in sorted(keys)]

    def agreements(self, rows: Iterable[int]) -> list[Agreed]:
        return [self._agreements[row] for row in sorted(rows)]

"""A new objective with its key results and what they need, put into the words of one save."""

from collections.abc import Mapping, Sequence
from typing import Any

from accord.models import Cycle
from accord.services.definitions import new_ids
from accord.services.definitions.edits import Create

Fields = Mapping[str, Any]


def sayings(
    cycle: Cycle, objective: Fields, helps: Sequence[Fields], results: Sequence[tuple[Fields, Sequence[Fields]]]
) -> list[Create]:
    """What is to be created, all of it draft, each thing under the one it belongs to.

    `helps` say which key results the objective contributes to (and `share`); `results` are key results, each with
    its needs. Ids are given here, so that what is new can stand under what is new.
    """
    said = [_given(cycle, [], "objective", objective)]
    top = str(said[0].id)
    for each in helps:
        share = {name: value for name, value in each.items() if name != "key_result"}
        said.append(Create("contribution", f"{top}>{each['key_result']}", share, draft=True))
    for fields, needs in results:
        said.append(_given(cycle, said, "key_result", {**fields, "objective": top}))
        under = said[-1].id
        for need in needs:
            said.append(_given(cycle, said, "need", {**need, "key_result": under}))
    return said


def _given(cycle: Cycle, said: Sequence[Create], kind: str, fields: Fields) -> Create:
    *_, given = new_ids.given(cycle, [*said, Create(kind, None, fields, draft=True)])
    assert isinstance(given, Create)
    return given

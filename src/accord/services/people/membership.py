"""The members of a team, as somebody says them with the team: who comes, who goes, and whose place changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from accord.domain.new_things import blank
from accord.formats.plan.judging import Wrong, cleaned
from accord.queries.people.members import members_of
from accord.services.definitions.edits import Create, Drop, Edit, Invalid, Saying, WrongValue

Member = Mapping[str, Any]


def told_apart(said: Sequence[Saying]) -> list[Saying]:
    """The same, with each membership that differs said by itself. Raises Invalid where somebody stands there twice."""
    today = members_of([each.id for each in said if isinstance(each, Edit) and _has_members(each)])
    found: list[Saying] = []
    for at, each in enumerate(said):
        if not isinstance(each, Edit | Create) or not _has_members(each):
            found.append(each)
            continue
        wanted = each.fields["members"] or ()
        people = [member["person"] for member in wanted]
        if twice := next((person for place, person in enumerate(people) if person in people[:place]), None):
            raise Invalid([WrongValue(at, "team", each.id or "", Wrong("members", "twice", twice))])
        found.append(replace(each, fields={name: each.fields[name] for name in each.fields if name != "members"}))
        found += _memberships(each.id or "", wanted, today.get(each.id or "", ()))
    return found


def _has_members(each: Edit | Create) -> bool:
    return each.kind == "team" and "members" in each.fields


def _memberships(team: str, wanted: Sequence[Member], today: Sequence[Member]) -> Iterator[Saying]:
    known = {member["person"]: _place(member) for member in today}
    for member in wanted:
        person, place = member["person"], _place(member)
        if person not in known:
            yield Create("membership", f"{team}>{person}", place)
        elif _differs(place, known[person]):
            yield Edit("membership", f"{team}>{person}", place)
    there = {member["person"] for member in wanted}
    yield from (Drop("membership", f"{team}>{person}") for person in known if person not in there)


def _place(member: Member) -> dict[str, str | Decimal | None]:
    return {name: member.get(name) for name in ("role", "allocation")}


def _differs(place: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """What cannot be read differs, too: it is told where it is looked at."""
    values, wrong = cleaned("membership", place, blank("membership"))
    return bool(wrong) or values != known

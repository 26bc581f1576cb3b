"""Who may write what: the one function that says so for pages, shell, files and API.

Every field is on one team's side, or the admins'. A team's own people write its side; an admin
may write everything, but answers for nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Whose a field is to write."""

    ADMIN = "admin"
    OWN = "own"  # the team of the objective, of the key result
    DOING = "doing"  # the team of the action
    PROVIDING = "providing"  # the team that the need is from
    CONTRIBUTING = "contributing"  # the team of the contributing objective
    OWNER = "owner"  # of the metric or milestone; anybody who is in a team where there is none


@dataclass(frozen=True, slots=True)
class Sides:
    """The teams, by id, that the thing at hand has on each side; an action has the own one by default.

    For a contribution, `own` is the team of the key result that it supports.
    """

    own: str | None = None
    doing: str | None = None
    providing: str | None = None
    contributing: str | None = None
    owner: str | None = None


def may_write(
    kind: str,
    field: str | None,
    sides: Sides,
    person_teams: Collection[str],
    *,
    is_admin: bool = False,
    creating: bool = False,
) -> bool:
    """Whether a person may write a field; `field` None is making or removing the thing.

    `person_teams` are the ids of the teams whose own people the person is among (see
    answering.own_teams). Kinds and fields are those of the plan file. What moves a thing to another
    team (an objective's team, what a contribution supports) is asked twice, with the sides as they
    were and as they will be.

    A metric or milestone without owner may be written, and so taken over, by anybody who is in a
    team: a registry stays right only if whoever sees a mistake may mend it, and the parties to
    what it defines are asked again anyhow.
    """
    side = writing_side(kind, field, creating=creating)
    if is_admin:
        return True
    if side is Side.ADMIN:
        return False
    team = _team_on(side, sides)
    if side is Side.OWNER and team is None:
        return bool(person_teams)
    return team in person_teams


def may_check_in(own: str, person_teams: Collection[str], *, is_accountable: bool, is_admin: bool = False) -> bool:
    """Whether a person may say how far a key result is: its team's own people, and whoever is accountable for it."""
    return is_accountable or may_write("check_in", None, Sides(own=own), person_teams, is_admin=is_admin)


def writing_side(kind: str, field: str | None, *, creating: bool = False) -> Side:
    """Whose a field is to write.

    `creating` asks for a value that a new thing begins with. A new action is one ask: its due date
    and the person wished for are the asking team's, and the doing team's from then on. A promise is
    never part of an ask.
    """
    if kind == "action" and creating:
        return Side.DOING if field == "done" else Side.OWN
    return _FIELDS.get((kind, field)) or _KINDS.get(kind, Side.ADMIN)


# Whatever is not named here (organization, cycle, brief, strategic goal, team, membership, person,
# checks) is the admins'.
_KINDS = {
    "objective": Side.OWN,
    "key_result": Side.OWN,
    "action": Side.OWN,
    "need": Side.OWN,
    "check_in": Side.OWN,
    "contribution": Side.CONTRIBUTING,
    "metric": Side.OWNER,
    "milestone": Side.OWNER,
    "metric_value": Side.OWNER,
}

_FIELDS: dict[tuple[str, str | None], Side] = {
    ("action", "responsible"): Side.DOING,
    ("action", "due"): Side.DOING,
    ("action", "effort_days"): Side.DOING,
    ("action", "done"): Side.DOING,
    ("need", "promised"): Side.PROVIDING,
    ("need", "provided_by"): Side.PROVIDING,
    ("need", "declined"): Side.PROVIDING,
    ("need", "delivered"): Side.PROVIDING,
    ("contribution", "status"): Side.OWN,
}


def _team_on(side: Side, sides: Sides) -> str | None:
    return {
        Side.OWN: sides.own,
        Side.DOING: sides.doing or sides.own,
        Side.PROVIDING: sides.providing,
        Side.CONTRIBUTING: sides.contributing,
        Side.OWNER: sides.owner,
    }[side]

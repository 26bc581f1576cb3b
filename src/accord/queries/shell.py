"""What stands around every page: what waits for the reader, and the cycles to go to."""

from dataclasses import dataclass

from accord.models import Cycle, Person
from accord.queries.access import Reader
from accord.queries.asks import waiting
from accord.queries.names import TeamName
from accord.queries.people import people_list


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many agreements anything needs this reader, how many wait for an answer that the reader may give, and
    how much other teams ask.
    """

    needs: int = 0
    agreements: int = 0
    asks: int = 0


def counts(who: Reader, cycle: Cycle) -> Counts:
    """What the rail tells a reader; one statement, none for a reader who answers for nobody."""
    if not who.answers_for:
        return Counts()
    found = waiting.counts(who.answers_for, cycle)
    return Counts(found.needs, found.owed, found.asks)


def at_home(person: Person | None) -> TeamName | None:
    """The team a person is at home in: the first they lead, else the one they give most, else the first they are in."""
    if person is None:
        return None
    places = people_list.places_of([person.pk])[person.pk]
    return places[0].team if places else None


def home_team(person: Person | None) -> str | None:
    """The id of the team a person is at home in."""
    team = at_home(person)
    return team.key if team else None

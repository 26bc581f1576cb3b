"""Teams in a tree with the people in them: everybody has a team, some have several, and several managers."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from accord.domain.plan import Member, Person, Team
from bench import words

CHILDREN = 8
PEOPLE_OF_A_TEAM = 7
BORROWED = 2
WITHOUT_LEAD = 0.03


@dataclass(frozen=True, slots=True)
class House:
    """The teams and people of an organization, and whom each team works with most."""

    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    services: tuple[str, ...]  # teams that many others need something from

    def partners(self, rng: Random, index: int, count: int) -> list[str]:
        """Other teams that the team at `index` shares a result with: mostly neighbours, often a service team."""
        own = self.teams[index].id
        found: dict[str, None] = {}
        while len(found) < count:
            lot = rng.random()
            if lot < 0.55:
                other = self._neighbour(rng, index)
            elif lot < 0.85:
                other = rng.choice(self.services)
            else:
                other = rng.choice(self.teams).id
            if other != own:
                found[other] = None
        return list(found)

    def _neighbour(self, rng: Random, index: int) -> str:
        first = (index - 1) // CHILDREN * CHILDREN + 1 if index else 1
        return self.teams[min(first + rng.randrange(CHILDREN), len(self.teams) - 1)].id


def house(count: int, rng: Random) -> House:
    """`count` teams, eight below each, with seven people of their own and two of other teams."""
    names = _names(count, rng)
    keys = [name.lower().replace(" ", "-") for name in names]
    people, members = _people(keys, rng)
    teams = tuple(
        Team(keys[i], names[i], keys[(i - 1) // CHILDREN] if i else None, tuple(members[keys[i]])) for i in range(count)
    )
    services = tuple(rng.sample(keys[1:], max(2, count // 25)))
    return House(teams, people, services)


def _names(count: int, rng: Random) -> list[str]:
    names = [f"{a} {f} {p}" for a in words.AREAS for f in words.FUNCTIONS for p in words.PLACES]
    rng.shuffle(names)
    more = [f"{name} {number}" for number in range(2, 2 + count // len(names)) for name in names]
    return ["Meridian", *names, *more][:count]


def _people(keys: list[str], rng: Random) -> tuple[tuple[Person, ...], dict[str, list[Member]]]:
    members: dict[str, list[Member]] = defaultdict(list)
    managers: dict[str, list[str]] = {}
    for index, key in enumerate(keys):
        above = f"p{(index - 1) // CHILDREN}.0" if index else None
        for place in range(PEOPLE_OF_A_TEAM):
            person = f"p{index}.{place}"
            managers[person] = [f"p{index}.0"] if place else [above] if above else []
            role = _role(rng, place) if index else "lead"
            members[key].append(Member(person, role, _percent(rng)))
    for index, key in enumerate(keys):
        _borrow(index, key, members, managers, len(keys), rng)
    return tuple(_person(rng, key, above) for key, above in managers.items()), members


def _role(rng: Random, place: int) -> str:
    if place == 0:
        return "member" if rng.random() < WITHOUT_LEAD else "lead"
    return "delegate" if place == 1 and rng.random() < 0.3 else "member"


def _percent(rng: Random) -> Decimal | None:
    return Decimal(rng.choice((50, 60, 80, 100))) if rng.random() < 0.5 else None


def _borrow(
    index: int, key: str, members: dict[str, list[Member]], managers: dict[str, list[str]], count: int, rng: Random
) -> None:
    """People of other teams who also work here; some of them report here too, and a few sign."""
    homes = rng.sample([home for home in range(max(0, index - 30), min(count, index + 31)) if home != index], BORROWED)
    for home in homes:
        person = f"p{home}.{rng.randrange(PEOPLE_OF_A_TEAM)}"
        role = "delegate" if rng.random() < 0.2 else "member"
        members[key].append(Member(person, role, Decimal(rng.choice((10, 20, 40)))))
        lead = f"p{index}.0"
        if rng.random() < 0.5 and lead not in managers[person]:
            managers[person].append(lead)


def _person(rng: Random, key: str, managers: list[str]) -> Person:
    name = f"{rng.choice(words.FIRST_NAMES)} {rng.choice(words.LAST_NAMES)}"
    return Person(key, name, f"{key}@meridian.example", tuple(managers))

"""Accounts: by invitation or by the operator, and whose they are in the plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accord.domain.plan import Person as PlanPerson
from accord.models import Event, Invitation, User
from accord.services import accounts
from accord.services.accounts import AccountExists, NoInvitation, PasswordRefused
from tests import world as worlds
from tests.world import START, World

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def admin(world: World) -> User:
    return world.account("ada", is_admin=True)


def test_an_invitation_makes_the_account_of_the_person_it_was_sent_to(world: World, admin: User) -> None:
    _, token = accounts.invite("Bob@north.example", by=admin, now=START)

    account = accounts.accept_invitation(token, GOOD, now=START + timedelta(days=6))

    assert (account.person and account.person.key, account.is_admin) == ("bob", False)
    assert account.check_password(GOOD)
    kinds = Event.objects.filter(kind__startswith="account.").order_by("id").values_list("kind", "by__key")
    assert list(kinds) == [("account.invited", "ada"), ("account.joined", "bob")]


def test_the_secret_of_an_invitation_is_not_kept(world: World, admin: User) -> None:
    invitation, token = accounts.invite("bob@north.example", by=admin, now=START)

    kept = Invitation.objects.values().get(pk=invitation.pk)
    assert token not in map(str, kept.values())


@pytest.mark.parametrize("case", ["used", "too old", "followed by a newer one", "made up"])
def test_a_link_opens_once_and_for_a_week(world: World, admin: User, case: str) -> None:
    _, token = accounts.invite("bob@north.example", by=admin, now=START)
    now = START
    if case == "used":
        accounts.accept_invitation(token, GOOD, now=now)
    if case == "too old":
        now += accounts.VALID_FOR
    if case == "followed by a newer one":
        accounts.invite("BOB@north.example", by=admin, now=START)
    if case == "made up":
        token = token[:-1]

    with pytest.raises(NoInvitation):
        accounts.accept_invitation(token, GOOD, now=now)
    assert User.objects.exclude(pk=admin.pk).count() == (1 if case == "used" else 0)


def test_a_weak_password_leaves_the_invitation_as_it_was(world: World, admin: User) -> None:
    _, token = accounts.invite("bob@north.example", by=admin, now=START)

    with pytest.raises(PasswordRefused) as refused:
        accounts.accept_invitation(token, "bob", now=START)
    assert refused.value.reasons
    assert accounts.accept_invitation(token, GOOD, now=START).email == "bob@north.example"


def test_nobody_is_invited_who_can_sign_in(world: World, admin: User) -> None:
    accounts.add_user("bob@north.example", clock=world.clock)
    accounts.invite("bob@north.example", by=admin, now=START)  # without a password Bob cannot sign in yet
    accounts.set_password("bob@north.example", GOOD, clock=world.clock)

    with pytest.raises(AccountExists):
        accounts.invite("bob@north.example", by=admin, now=START)


def test_an_invitation_cannot_take_over_an_account_with_a_password(world: World, admin: User) -> None:
    accounts.add_user("bob@north.example", clock=world.clock)
    _, token = accounts.invite("bob@north.example", by=admin, now=START)
    accounts.set_password("bob@north.example", GOOD, clock=world.clock)

    with pytest.raises(NoInvitation):
        accounts.accept_invitation(token, "something else entirely", now=START)
    assert User.objects.get(email="bob@north.example").check_password(GOOD)


def test_one_person_has_one_account(world: World) -> None:
    accounts.add_user("bob@north.example", clock=world.clock)
    world.apply(lambda plan: replace(plan, people=(*plan.people, PlanPerson("eve", "Eve", "eve@north.example"))))

    with pytest.raises(AccountExists):
        accounts.add_user("BOB@north.example", clock=world.clock)


def test_somebody_who_comes_into_the_plan_later_is_that_account(world: World) -> None:
    accounts.add_user("Eve@North.example", "Eve Extern", clock=world.clock)
    assert User.objects.get().get_full_name() == "Eve Extern"

    world.apply(lambda plan: replace(plan, people=(*plan.people, PlanPerson("eve", "Eve Ek", "eve@north.example"))))

    account = User.objects.get()
    assert (account.person and account.person.key, account.get_full_name()) == ("eve", "Eve Ek")


def test_a_person_given_an_e_mail_later_is_that_account(world: World) -> None:
    accounts.add_user("dan.diaz@north.example", "Dan", clock=world.clock)

    def rename(person: PlanPerson) -> PlanPerson:
        return replace(person, email="dan.diaz@north.example") if person.id == "dan" else person

    world.apply(lambda plan: replace(plan, people=tuple(map(rename, plan.people))))

    account = User.objects.get()
    assert account.person is not None
    assert account.person.key == "dan"

"""`accord user`: who can sign in, added and given a password by the operator."""

import pytest

from accord.models import User
from tests import world as worlds
from tests.cli.shell import accord

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery\n"


def test_the_first_account_is_an_admin_and_the_second_is_not() -> None:
    assert accord("user", "add", "ada@north.example", "--name", "Ada Admin").exit_code == 0
    assert accord("user", "add", "bob@north.example", "--name", "Bob Berg").exit_code == 0
    assert accord("user", "add", "eve@north.example", "--name", "Eve", "--admin").exit_code == 0

    assert dict(User.objects.values_list("email", "is_admin")) == {
        "ada@north.example": True,
        "bob@north.example": False,
        "eve@north.example": True,
    }


def test_somebody_with_the_e_mail_of_a_person_is_that_person() -> None:
    worlds.build()

    done = accord("user", "add", "BOB@north.example", "--name", "Robert")

    account = User.objects.get()
    assert (done.exit_code, done.stdout, "bob" in done.stderr) == (0, "", True)
    assert (account.person and account.person.key, account.get_full_name()) == ("bob", "Bob Berg")


@pytest.mark.parametrize(
    "arguments",
    [("ada@north.example", "--name", "Again"), ("no address", "--name", "No"), ("x@north.example", "--name", " ")],
)
def test_an_account_is_added_once_with_an_address_and_a_name(arguments: tuple[str, ...]) -> None:
    accord("user", "add", "Ada@North.example", "--name", "Ada")

    done = accord("user", "add", *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert User.objects.count() == 1


def test_a_password_comes_from_standard_input_where_nobody_types() -> None:
    accord("user", "add", "ada@north.example", "--name", "Ada")
    assert not User.objects.get().has_usable_password()

    done = accord("user", "password", "ADA@north.example", input=GOOD)

    assert (done.exit_code, done.stdout) == (0, "")
    assert User.objects.get().check_password(GOOD.strip())


@pytest.mark.parametrize("weak", ["short\n", "password1234\n", "83926104756\n", "ada@north.example\n", "\n", ""])
def test_a_weak_password_is_not_set_and_the_reason_is_told(weak: str) -> None:
    accord("user", "add", "ada@north.example", "--name", "Ada")

    done = accord("user", "password", "ada@north.example", input=weak)

    assert (done.exit_code, done.stderr.startswith("accord: ")) == (2, True)
    assert not User.objects.get().has_usable_password()


def test_nobody_has_a_password_without_an_account() -> None:
    done = accord("user", "password", "ada@north.example", input=GOOD)

    assert (done.exit_code, "user add" in done.stderr) == (2, True)

"""Accounts: who can sign in. Somebody with the e-mail of a person of the plan is that person."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accord.models import Invitation, Person, User
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
VALID_FOR = timedelta(days=7)
LONGEST = 254  # characters of an address, as mail servers take them
OPERATOR = Actor(None, "shell")


class NotAnEmail(Exception):
    """What was given as an e-mail is none."""


class AccountExists(Exception):
    """Somebody can already sign in with this e-mail, or is this person under another one."""

    def __init__(self, account: User) -> None:
        super().__init__("account-exists")
        self.account = account


class NoAccount(Exception):
    """Nobody signs in with this e-mail."""


class PasswordRefused(Exception):
    """A password that is too weak; `reasons` are sentences, in the language that is set."""

    def __init__(self, reasons: Collection[str]) -> None:
        super().__init__("password-refused")
        self.reasons = list(reasons)


class NoInvitation(Exception):
    """A link that no longer lets anybody in: unknown, used, withdrawn or too old."""


@transaction.atomic
def add_user(email: str, name: str = "", *, is_admin: bool = False, clock: Clock, by: Actor = OPERATOR) -> User:
    """Let somebody sign in; a password comes later, and until then nobody can. The first account is an admin's.

    Raises NotAnEmail and AccountExists.
    """
    address = _address(email)
    person = Person.objects.filter(email__iexact=address).first()
    if taken := _account_of(address, person):
        raise AccountExists(taken)
    account = User(
        email=address,
        name="" if person else " ".join(name.split()),
        person=person,
        is_admin=is_admin or not User.objects.exists(),
        added_at=clock(),
    )
    account.set_unusable_password()
    account.save()
    _record("account.added", account, by=by, at=account.added_at)
    return account


@transaction.atomic
def set_password(email: str, password: str, *, clock: Clock, by: Actor = OPERATOR) -> User:
    """Give an account a new password, and end its other sessions. Raises NoAccount and PasswordRefused."""
    account = User.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip()).first()
    if account is None:
        raise NoAccount
    _give_password(account, password)
    account.save(update_fields=["password"])
    _record("account.password-set", account, by=by, at=clock())
    return account


@transaction.atomic
def invite(email: str, *, by: User, now: datetime) -> tuple[Invitation, str]:
    """A link for somebody to make their own account with: the invitation, and the secret that opens it.

    Only a hash of the secret is kept. A newer invitation to the same e-mail ends the older ones.
    Raises NotAnEmail, and AccountExists where somebody already signs in with it.
    """
    address = _address(email)
    person = Person.objects.filter(email__iexact=address).first()
    taken = _account_of(address, person)
    if taken and taken.has_usable_password():
        raise AccountExists(taken)
    Invitation.objects.filter(email__iexact=address, accepted_at=None, valid_until__gt=now).update(valid_until=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        person=person,
        digest=_digest(token),
        invited_by=by,
        sent_at=now,
        valid_until=now + VALID_FOR,
    )
    events.record("account.invited", by=_actor(by), at=now, data={"email": address, "name": _name(person, "")})
    return invitation, token


def invitation_for(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link's secret opens. Raises NoInvitation."""
    found = Invitation.objects.filter(digest=_digest(token), accepted_at=None, valid_until__gt=now)
    invitation = found.select_related("person").first()
    if invitation is None:
        raise NoInvitation
    return invitation


@transaction.atomic
def accept_invitation(token: str, password: str, name: str = "", *, now: datetime) -> User:
    """Make the account that somebody was invited to, with a password of their own. An invitation opens once.

    Raises NoInvitation and PasswordRefused.
    """
    invitation = invitation_for(token, now=now)
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now) != 1:
        raise NoInvitation
    person = Person.objects.filter(email__iexact=invitation.email).first()
    account = _account_of(invitation.email, person)
    if account is None:
        account = User(email=invitation.email, name="" if person else " ".join(name.split()), person=person)
        account.is_admin, account.added_at = not User.objects.exists(), now
    elif account.has_usable_password():
        raise NoInvitation
    _give_password(account, password)
    account.save()
    _record("account.joined", account, by=_actor(account), at=now)
    return account


def link_people(people: Collection[int]) -> None:
    """Tie accounts without a person to those of these people (row ids) that have their e-mail and no account yet.

    To be called in the transaction in which the people came or their e-mails changed.
    """
    if not people:
        return
    waiting = {account.email.casefold(): account for account in User.objects.filter(person=None)}
    if not waiting:
        return
    known = Person.objects.filter(id__amongst=people, account=None).exclude(email=None)
    for person, email in known.values_list("id", "email"):
        if account := waiting.get((email or "").casefold()):
            User.objects.filter(pk=account.pk).update(person=person)


def is_address(email: str) -> bool:
    """Whether somebody can sign in with this e-mail, and mail can be sent to it."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST


def unreachable() -> list[tuple[str, str]]:
    """People of the plan (ids) who have an e-mail with which nobody can sign in or be reached."""
    people = Person.objects.exclude(email=None).exclude(email="").order_by("key").values_list("key", "email")
    return [(key, email) for key, email in people if email and not is_address(email)]


def _address(email: str) -> str:
    address = email.strip()
    if not is_address(address):
        raise NotAnEmail(address)
    return address


def _account_of(address: str, person: Person | None) -> User | None:
    by_email = User.objects.filter(email__iexact=address).first()
    return by_email or (User.objects.filter(person=person).first() if person else None)


def _give_password(account: User, password: str) -> None:
    try:
        validate_password(password, user=account)
    except ValidationError as weak:
        raise PasswordRefused(weak.messages) from None
    account.set_password(password)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _actor(account: User) -> Actor:
    return Actor(account.person, "web", account.email)


def _name(person: Person | None, name: str) -> str:
    return person.name if person else name


def _record(kind: str, account: User, *, by: Actor, at: datetime) -> None:
    data = {"email": account.email, "name": _name(account.person, account.name), "is_admin": account.is_admin}
    events.record(kind, by=by, at=at, data=data)

"""Who can sign in. An account may be a person of the plan; a person needs no account."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from accord.models.people import Person


class UserManager(BaseUserManager["User"]):
    """Finds accounts by e-mail, whatever its case."""

    def get_queryset(self) -> models.QuerySet["User"]:
        # Whoever asks for an account wants to know who it is.
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: an e-mail and a password, tied to a person of the plan where there is one."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    email = models.EmailField(max_length=254, unique=True)
    # Of somebody who is no person of the plan; a person's name is the plan's.
    name = models.TextField(blank=True, default="")
    person = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="account")
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    has_shortcuts = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.person.name if self.person else self.name or self.email


class Invitation(models.Model):
    """A link by which somebody makes their own account. Only a hash of its secret is kept."""

    email = models.EmailField(max_length=254)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="invitations_sent")
    sent_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

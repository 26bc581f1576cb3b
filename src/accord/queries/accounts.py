"""Accounts, looked up by who wants in."""

from accord.models import User


def of_demo(row: str) -> User | None:
    """The account behind a button of the demo's door, by its row id as it was sent."""
    if not (row.isascii() and row.isdigit()):
        return None
    return User.objects.filter(pk=int(row), is_active=True, person__isnull=False).first()


def admin_names() -> list[str]:
    """The people who run the installation, by name, where the plan knows them."""
    admins = User.objects.filter(is_admin=True, is_active=True, person__isnull=False)
    return list(admins.order_by("id").values_list("person__name", flat=True)[:3])

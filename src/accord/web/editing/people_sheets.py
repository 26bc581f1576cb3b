"""What stands on the forms of people and teams, which admins write."""

from django.utils.translation import gettext_lazy as _

from accord.web.editing.fields import Choice, Field, Number, Pick, Picks, Rows
from accord.web.editing.sheet import Group, Sheet, one

# The first is that of a row in which nobody has written.
ROLES = (
    ("", _("Role")),
    ("member", _("Member")),
    ("lead", _("Lead")),
    ("delegate", _("Delegate")),
)

PERSON = Sheet(
    groups=(
        Group(
            (
                Field("name", _("Name"), required=True),
                Field("email", _("E-mail"), _("They sign in with it, and mail goes there.")),
            ),
            css="duo duo-even duo-level",
        ),
        one(Picks("reports_to", _("Reports to"), _("More than one, where more than one leads them."), kind="person")),
    ),
)

TEAM = Sheet(
    groups=(
        Group(
            (
                Field("name", _("Name"), required=True),
                Pick("parent", _("Part of"), _("The team above it. Left out: it stands at the top."), kind="team"),
            ),
            css="duo duo-even duo-level",
        ),
        one(
            Rows(
                "members", _("Who is in it"),
                _("Leads and delegates answer for the team. Empty a name to take somebody out."),
                columns=(
                    Pick("person", _("Person"), kind="person", required=True),
                    Choice("role", _("Role"), options=ROLES),
                    Number("allocation", _("% of time")),
                ),
            )
        ),
    ),
    folded=(
        one(
            Pick(
                "succeeded_by", _("Carried on by"),
                _("Only of a team that ends. What it agreed to stays agreed, and this team answers for it."),
                kind="team",
            )
        ),
    ),
)  # fmt: skip

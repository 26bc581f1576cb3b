"""How a plan file says who there is: organization, cycle, strategic goals, people, teams."""

from accord.domain import plan
from accord.formats.plan.grammar import Field, InOrder, ListOf, Shape, Word
from accord.formats.plan.keys import A_PERSON, A_TEAM, DAY, FILLED_TEXT, NOT_NEGATIVE, TEXT, id_of

ORGANIZATION = Shape(
    "organization",
    plan.Organization,
    (id_of("organization"), Field("name", FILLED_TEXT, "Its name.", required=True)),
    kind="organization",
)


BRIEF = Shape(
    "brief",
    plan.Brief,
    (
        Field("why", TEXT, "Why this cycle matters."),
        Field("success", TEXT, "What success looks like."),
        Field("different", TEXT, "If we nail it, what will be different?"),
    ),
)


CYCLE = Shape(
    "cycle",
    plan.Cycle,
    (
        id_of("cycle"),
        Field("name", FILLED_TEXT, "Its name.", required=True),
        Field("start", DAY, "Its first day.", required=True),
        Field("end", DAY, "Its last day.", required=True),
        Field("brief", BRIEF, "What everybody reads before writing objectives."),
    ),
    rules=(InOrder("start", "end", "the cycle ends before it starts"),),
    kind="cycle",
)


STRATEGIC_GOAL = Shape(
    "strategic_goal",
    plan.StrategicGoal,
    (
        id_of("goal"),
        Field("title", FILLED_TEXT, "The goal.", required=True),
        Field("horizon", DAY, "The day until which it is a goal."),
    ),
    kind="strategic_goal",
)


PERSON = Shape(
    "person",
    plan.Person,
    (
        id_of("person"),
        Field("name", FILLED_TEXT, "Their name.", required=True),
        Field("email", TEXT, "Their e-mail address."),
        Field("reports_to", ListOf(A_PERSON, once=""), "Their managers."),
    ),
    kind="person",
)


MEMBER = Shape(
    "member",
    plan.Member,
    (
        Field("person", A_PERSON, "Who.", required=True),
        Field("role", Word(("lead", "delegate", "member")), "Leads and delegates answer for the team."),
        Field("allocation", NOT_NEGATIVE, "Percent of their time."),
    ),
)


TEAM = Shape(
    "team",
    plan.Team,
    (
        id_of("team"),
        Field("name", FILLED_TEXT, "Its name.", required=True),
        Field("parent", A_TEAM, "The team above; none at the top of a tree."),
        Field("members", ListOf(MEMBER, once="person"), "Who belongs to it."),
        Field("succeeded_by", A_TEAM, "The team that answers for it since it ended."),
    ),
    kind="team",
)

"""How a plan file says what teams want: objectives, key results and what is below them."""

from accord.domain import plan
from accord.formats.plan.grammar import (
    AtLeastOne,
    Day,
    Excludes,
    Field,
    InOrder,
    ListOf,
    Needs,
    Number,
    Reference,
    Shape,
    Word,
)
from accord.formats.plan.keys import (
    A_KEY_RESULT,
    A_METRIC,
    A_PERSON,
    A_TEAM,
    DAY,
    FILLED_TEXT,
    NOT_NEGATIVE,
    NUMBER,
    TEXT,
    id_of,
)

CONTRIBUTION = Shape(
    "contribution",
    plan.Contribution,
    (
        Field("key_result", A_KEY_RESULT, "The key result it supports.", required=True),
        Field("share", NOT_NEGATIVE, "Its share, in that key result's unit."),
        Field("status", Word(("proposed", "accepted", "declined")), "What that key result's team says to it."),
    ),
)


HOLD = Shape(
    "hold",
    plan.Hold,
    (
        Field("at_least", NUMBER, "The lower limit."),
        Field("at_most", NUMBER, "The upper limit."),
    ),
    rules=(
        AtLeastOne(("at_least", "at_most")),
        InOrder("at_least", "at_most", "at_least is greater than at_most"),
    ),
)


PATH_POINT = Shape(
    "path_point",
    plan.PathPoint,
    (
        Field("date", DAY, "By this day.", required=True),
        Field("value", NUMBER, "This value.", required=True),
    ),
)


DUTY = Shape(
    "duty",
    plan.Duty,
    (
        Field("team", A_TEAM, "The team that does it.", required=True),
        Field("does", FILLED_TEXT, "What it does all along.", required=True),
    ),
)


ACTION = Shape(
    "action",
    plan.Action,
    (
        id_of("action"),
        Field("title", FILLED_TEXT, "The work.", required=True),
        Field("team", A_TEAM, "The team that does it; left out: the key result's team."),
        Field("responsible", A_PERSON, "The one responsible person."),
        Field("due", DAY, "When it is done."),
        Field("effort_days", NOT_NEGATIVE, "Days of work."),
        Field("expected", NOT_NEGATIVE, "Its yield, in the key result's unit."),
        Field("done", DAY, "Progress: the day it was done."),
    ),
    kind="action",
)


NEED = Shape(
    "need",
    plan.Need,
    (
        id_of("need"),
        Field("from", A_TEAM, "The providing team.", required=True, attribute="provider"),
        Field("what", FILLED_TEXT, "What is needed.", required=True),
        Field(
            "for", Reference(("action",), own=True), "The action of this key result that waits.", attribute="for_action"
        ),
        Field("completion_criteria", TEXT, "When it counts as provided."),
        Field("by", DAY, "Needed by."),
        Field("promised", Day(may_be_empty=True), 'The provider\'s date; "" takes it back.'),
        Field("provided_by", Reference(("action", "key_result", "milestone")), "What provides it."),
        Field("delivered", DAY, "Progress: the day it was delivered."),
        Field("received", DAY, "Progress: the day it was received."),
        Field("declined", FILLED_TEXT, "The provider's no, with its reason."),
    ),
    rules=(
        Excludes(
            "declined",
            ("promised", "provided_by", "delivered", "received"),
            "a declined need is neither promised nor provided",
        ),
        Needs("received", ("delivered",)),
    ),
    kind="need",
    stated=plan.PROVIDERS_WORD,  # an absent one is left alone, a present one speaks for the providing team
)


KEY_RESULT = Shape(
    "key_result",
    plan.KeyResult,
    (
        id_of("key result"),
        Field("title", FILLED_TEXT, "The result.", required=True),
        Field("metric", A_METRIC, "The metric that measures it."),
        Field("milestone", Reference(("milestone",)), "The milestone that measures it."),
        Field("baseline", NUMBER, "Where it starts."),
        Field("target", NUMBER, "Where it should get to."),
        Field("hold", HOLD, "The band its metric must stay in."),
        Field("start", DAY, "Its first day; left out: the cycle's."),
        Field("due", DAY, "Its last day; left out: the cycle's."),
        Field("path", ListOf(PATH_POINT, once="date"), "Planned values on the way."),
        Field("weight", NOT_NEGATIVE, "Its weight among the objective's key results."),
        Field("accountable", A_PERSON, "The one accountable person."),
        Field("completion_criteria", TEXT, "When it counts as reached."),
        Field("decomposition", TEXT, "How the actions get it there."),
        Field("guardrails", ListOf(A_METRIC, once=""), "Metrics that must not get worse."),
        Field("terms", ListOf(Reference(("metric", "milestone")), once=""), "What its texts speak of."),
        Field("duties", ListOf(DUTY), "What teams do for it all along."),
        Field("actions", ListOf(ACTION), "The work."),
        Field("needs", ListOf(NEED), "What it needs from other teams."),
    ),
    rules=(
        Excludes("metric", ("milestone",), "a key result has a metric or a milestone, not both"),
        Excludes("milestone", ("baseline", "target", "path"), "a milestone is reached or not, it has no values"),
        Excludes("hold", ("baseline", "target", "path"), "a band is held, it has no way from a baseline to a target"),
        Needs("hold", ("metric",)),
        Needs("path", ("metric", "baseline", "target")),
        InOrder("start", "due", "the key result is due before it starts"),
    ),
    kind="key_result",
)


OBJECTIVE = Shape(
    "objective",
    plan.Objective,
    (
        id_of("objective"),
        Field("team", A_TEAM, "Whose objective it is.", required=True),
        Field("title", FILLED_TEXT, "What the team wants to reach.", required=True),
        Field("why", TEXT, "Why it matters."),
        Field("ambition", Word(("committed", "aspirational")), "How sure we mean to be."),
        Field("serves", ListOf(Reference(("strategic_goal",)), once=""), "The strategic goals it serves."),
        Field("not_strategic_because", TEXT, "Why it serves none."),
        Field("contributes_to", ListOf(CONTRIBUTION, once="key_result"), "The key results it supports."),
        Field("key_results", ListOf(KEY_RESULT), "How it is measured."),
    ),
    kind="objective",
)


CHECK_IN = Shape(
    "check_in",
    plan.CheckIn,
    (
        Field("key_result", A_KEY_RESULT, "Of which key result.", required=True),
        Field("date", DAY, "On which day.", required=True),
        Field("value", NUMBER, "Its value then.", required=True),
        Field("confidence", Number(least=0, most=10), "How sure we are to reach it, from 0 to 10."),
        Field("note", TEXT, "What there is to say."),
    ),
)

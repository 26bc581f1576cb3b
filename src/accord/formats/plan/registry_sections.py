"""How a plan file says what words mean: the registry of metrics and milestones."""

from accord.domain import plan
from accord.formats.plan.grammar import Field, ListOf, Number, Shape, Word
from accord.formats.plan.keys import A_METRIC, A_TEAM, DAY, FILLED_TEXT, NUMBER, TEXT, id_of

INFLUENCE = Shape(
    "influence",
    plan.Influence,
    (
        Field("metric", A_METRIC, "The metric that moves.", required=True),
        Field("sign", Word(("+", "-")), "The same way, or the other way.", required=True),
        Field("lag_days", Number(least=0, whole=True), "After how many days."),
        Field("evidence", Word(("stated", "observed", "confirmed")), "How we know."),
    ),
)


METRIC = Shape(
    "metric",
    plan.Metric,
    (
        id_of("metric"),
        Field("name", FILLED_TEXT, "Its name.", required=True),
        Field("aliases", ListOf(TEXT), "Other names it goes by."),
        Field("definition", TEXT, "What exactly it measures."),
        Field("formula", TEXT, "How it is computed."),
        Field("counts", TEXT, "What counts."),
        Field("excludes", TEXT, "What does not."),
        Field("unit", TEXT, "Its unit."),
        Field("source", TEXT, "Where its values come from."),
        Field("frequency", Word(("daily", "weekly", "monthly", "quarterly")), "How often there is a new value."),
        Field("better", Word(("higher", "lower", "none")), "Which direction is better."),
        Field("owner", A_TEAM, "The team that answers for its definition."),
        Field("influences", ListOf(INFLUENCE, once="metric"), "The metrics it moves."),
    ),
    kind="metric",
)


MILESTONE = Shape(
    "milestone",
    plan.Milestone,
    (
        id_of("milestone"),
        Field("name", FILLED_TEXT, "Its name.", required=True),
        Field("aliases", ListOf(TEXT), "Other names it goes by."),
        Field("definition", TEXT, "What exactly it means."),
        Field("date", DAY, "When it is reached."),
        Field("owner", A_TEAM, "The team that answers for its definition."),
    ),
    kind="milestone",
)


METRIC_VALUE = Shape(
    "metric_value",
    plan.MetricValue,
    (
        Field("metric", A_METRIC, "Of which metric.", required=True),
        Field("date", DAY, "On which day.", required=True),
        Field("value", NUMBER, "Its value then.", required=True),
    ),
)

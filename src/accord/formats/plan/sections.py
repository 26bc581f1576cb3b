"""What a plan file may hold: every section, key and rule, once. Reader and JSON Schema follow from it."""

from dataclasses import dataclass

from accord.domain import plan
from accord.formats.plan.codes import CODES, SEVERITIES
from accord.formats.plan.grammar import Constant, Field, ListOf, MapOf, Shape, Word
from accord.formats.plan.keys import DAY, FILLED_TEXT
from accord.formats.plan.objective_sections import CHECK_IN, OBJECTIVE
from accord.formats.plan.people_sections import CYCLE, ORGANIZATION, PERSON, STRATEGIC_GOAL, TEAM
from accord.formats.plan.registry_sections import METRIC, METRIC_VALUE, MILESTONE


@dataclass(frozen=True, slots=True)
class Part:
    """What one file holds of a plan."""

    accord: int | None = None
    organization: plan.Organization | None = None
    cycle: plan.Cycle | None = None
    strategic_goals: tuple[plan.StrategicGoal, ...] = ()
    people: tuple[plan.Person, ...] = ()
    teams: tuple[plan.Team, ...] = ()
    metrics: tuple[plan.Metric, ...] = ()
    milestones: tuple[plan.Milestone, ...] = ()
    objectives: tuple[plan.Objective, ...] = ()
    check_ins: tuple[plan.CheckIn, ...] = ()
    metric_values: tuple[plan.MetricValue, ...] = ()
    checks: plan.Checks | None = None


ACCEPTED = Shape(
    "accepted",
    plan.Accepted,
    (
        Field("code", Word(CODES), "The check.", required=True),
        Field("subject", FILLED_TEXT, "The id of what it reports.", required=True),
        Field("reason", FILLED_TEXT, "Why it is accepted.", required=True),
        Field("until", DAY, "The last day it is accepted."),
    ),
)


CHECKS = Shape(
    "checks",
    plan.Checks,
    (
        Field("off", ListOf(Word(CODES)), "Checks that are not run."),
        Field("severity", MapOf(Word(CODES), Word(SEVERITIES)), "Another severity for a check."),
        Field("accepted", ListOf(ACCEPTED), "Findings that are accepted as they are."),
    ),
)


PLAN_FILE = Shape(
    "plan_file",
    Part,
    (
        Field("accord", Constant(1), "The version of this format.", required=True),
        Field("organization", ORGANIZATION, "The organization; in one file of a plan."),
        Field("cycle", CYCLE, "The cycle; in one file of a plan."),
        Field("strategic_goals", ListOf(STRATEGIC_GOAL), "Long-term aims beyond the cycle."),
        Field("people", ListOf(PERSON), "Who works there."),
        Field("teams", ListOf(TEAM), "Companies, departments, teams."),
        Field("metrics", ListOf(METRIC), "The registry of measures."),
        Field("milestones", ListOf(MILESTONE), "The registry of events."),
        Field("objectives", ListOf(OBJECTIVE), "What teams want to reach."),
        Field("check_ins", ListOf(CHECK_IN), "Progress of key results."),
        Field("metric_values", ListOf(METRIC_VALUE), "History of metrics."),
        Field("checks", CHECKS, "This plan's own opinion of the checks; in at most one file."),
    ),
)

"""What stands on the form of each kind of thing: its fields in the order a person would think of them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accord.web.editing.fields import Band, Choice, Day, Lines, Number, Pick, Picks, Rows, Text, Ticks
from accord.web.editing.people_sheets import PERSON, TEAM
from accord.web.editing.sheet import Group, Sheet
from accord.web.editing.sheet import one as _one

AMBITIONS = (
    ("committed", _("Committed: we will reach it")),
    ("aspirational", _("Aspirational: seven tenths would be good")),
)
BETTER = (
    ("none", _("Neither")),
    ("higher", _("Higher is better")),
    ("lower", _("Lower is better")),
)
FREQUENCIES = (
    ("", _("Not said")),
    ("daily", _("Every day")),
    ("weekly", _("Every week")),
    ("monthly", _("Every month")),
    ("quarterly", _("Every quarter")),
)
# How one metric moves another; the first of each is that of a row in which nobody has written.
SIGNS = (("", _("Which way")), ("+", _("The same way")), ("-", _("The opposite way")))
EVIDENCE = (
    ("", _("How we know")),
    ("stated", _("A belief so far")),
    ("observed", _("Seen in the numbers")),
    ("confirmed", _("Confirmed")),
)


OBJECTIVE = Sheet(
    groups=(
        _one(
            Text(
                "title", _("Objective"), _("What will be better, for whom? No numbers here; they go in the results."),
                required=True, worded=True,
            )
        ),
        _one(Text("why", _("Why"))),
        _one(Choice("ambition", _("How sure do you want to be?"), options=AMBITIONS)),
        _one(Ticks("serves", _("Which strategic goals does it serve?"))),
        _one(Text("not_strategic_because", _("If none, why it is worth it"), rows=1)),
    ),
)  # fmt: skip

KEY_RESULT = Sheet(
    groups=(
        _one(Text("title", _("Key result"), _("From where to where, by when."), required=True, worded=True)),
        _one(
            Pick("metric", _("Metric"), _("Start typing. Accord shows the definition before you pick."), kind="metric")
        ),
        Group(
            (Number("baseline", _("From")), Number("target", _("To")), Day("due", _("By"))),
            css="trio",
        ),
        _one(
            Text(
                "completion_criteria", _("Counts as done when"),
                _("So plain that two teams would give the same answer on the last day."), worded=True,
            )
        ),
        _one(
            Text(
                "decomposition", _("How the actions get it there"), _("What brings how much of the way."), worded=True
            )
        ),
        _one(Pick("accountable", _("Who is accountable"), _("One person. Start typing a name."), kind="person")),
        _one(
            Rows(
                "duties", _("What teams do for it all along"),
                _("A team named here is asked, and answers for what it says."),
                columns=(
                    Pick("team", _("Team"), kind="team", required=True),
                    Text("does", _("Does"), rows=1, required=True, worded=True),
                ),
            )
        ),
    ),
    folded=(
        _one(
            Pick("milestone", _("Or a milestone"), _("Instead of a metric: done when it is there."), kind="milestone")
        ),
        _one(Band("hold", _("Or keep the metric within"), _("Instead of From and To."))),
        _one(
            Picks(
                "guardrails", _("Must not get worse"), _("Metrics that this is not to be paid with."), kind="metric"
            )
        ),
        _one(
            Picks(
                "terms", _("Words to be read exactly"),
                _("Metrics and milestones that the texts speak of."), kind="term",
            )
        ),
        _one(
            Rows(
                "path", _("Planned on the way"), _("Where it should stand, and when."),
                columns=(
                    Day("date", _("On"), required=True),
                    Number("value", _("It stands at"), required=True),
                ),
            )
        ),
        Group(
            (
                Day("start", _("Starts on"), _("Left out: with the cycle.")),
                Number("weight", _("Weight"), _("Left out: 1.")),
            ),
            css="duo duo-even",
        ),
    ),
)  # fmt: skip

ACTION = Sheet(
    groups=(
        _one(Text("title", _("Action"), _("What will be done."), required=True, worded=True)),
        Group(
            (
                Pick("team", _("Team"), _("Another team is asked."), kind="team"),
                Pick("responsible", _("Who does it"), _("One person."), kind="person"),
            ),
            css="duo duo-even",
        ),
        Group(
            (
                Day("due", _("By"), _("Left out: with its key result.")),
                Number("effort_days", _("Days of work")),
                Number("expected", _("What it should bring"), _("In the key result’s unit.")),
            ),
            css="trio",
        ),
    ),
)  # fmt: skip

NEED = Sheet(
    groups=(
        Group(
            (
                Text("what", _("What"), required=True, rows=1, worded=True),
                Pick("from", _("From"), kind="team", required=True),
            ),
            css="duo",
        ),
        Group(
            (
                Text(
                    "completion_criteria", _("Done when"), _("So plain that both teams see it the same way."),
                    rows=1, worded=True,
                ),
                Day("by", _("By")),
            ),
            css="duo",
        ),
        _one(
            Pick(
                "for", _("Which action waits for it"), _("Left out: the key result as a whole."), kind="action"
            )
        ),
    ),
)  # fmt: skip

CONTRIBUTION = Sheet(
    groups=(
        Group(
            (
                Pick(
                    "key_result", _("Which key result does it help?"), _("Its team accepts or declines."),
                    kind="key_result", required=True,
                ),
                Number("share", _("By how much?"), _("In that key result’s unit.")),
            ),
            css="duo",
        ),
    ),
)  # fmt: skip

METRIC = Sheet(
    groups=(
        _one(Text("name", _("Name"), required=True, rows=1, worded=True)),
        _one(
            Text(
                "definition", _("What it is"), _("So exact that two people who count get the same number."),
                rows=3, worded=True,
            )
        ),
        Group((Text("counts", _("Counts"), worded=True), Text("excludes", _("Does not count"), worded=True)),
              css="duo duo-even"),
        _one(Text("formula", _("Formula"), rows=1, worded=True)),
        Group(
            (
                Text("unit", _("Unit"), _("Such as %, € or days."), rows=1),
                Choice("better", _("Which way is better"), options=BETTER),
                Choice("frequency", _("How often it is counted"), options=FREQUENCIES),
            ),
            css="trio",
        ),
        _one(Text("source", _("Where the number comes from"), rows=1, worded=True)),
        _one(Pick("owner", _("Who keeps it"), _("The team whose people may change this."), kind="team")),
        _one(Lines("aliases", _("Other names"), _("One a line. They make nothing stale."))),
        _one(
            Rows(
                "influences", _("What it moves"),
                _("Other metrics that go up or down with it. They make nothing stale."),
                columns=(
                    Pick("metric", _("Metric"), kind="metric", required=True),
                    Choice("sign", _("Which way"), required=True, options=SIGNS),
                    Number("lag_days", _("After how many days")),
                    Choice("evidence", _("How we know"), options=EVIDENCE),
                ),
            )
        ),
    ),
)  # fmt: skip

MILESTONE = Sheet(
    groups=(
        _one(Text("name", _("Name"), required=True, rows=1, worded=True)),
        _one(
            Text("definition", _("What exactly it means"), _("So that nobody can ask whether it is there."),
                 rows=3, worded=True)
        ),
        Group((Day("date", _("Date")), Pick("owner", _("Who keeps it"), kind="team")), css="duo duo-even"),
        _one(Lines("aliases", _("Other names"), _("One a line. They make nothing stale."))),
    ),
)  # fmt: skip

CYCLE = Sheet(
    groups=(
        Group(
            (
                Text("name", _("Name"), required=True, rows=1),
                Day("start", _("First day"), required=True),
                Day("end", _("Last day"), required=True),
            ),
            css="trio",
        ),
        _one(Text("why", _("Why"), _("Why this, and why now."), rows=3)),
        _one(Text("success", _("What success looks like"), rows=3)),
        _one(
            Text(
                "different", _("What will be different"),
                _("If we nail our company objectives this cycle, what will be different about our business?"), rows=3,
            )
        ),
        _one(Pick("parent", _("Part of"), _("A longer cycle around it, such as its year."), kind="cycle")),
    ),
)  # fmt: skip

STRATEGIC_GOAL = Sheet(
    groups=(
        _one(Text("title", _("Strategic goal"), _("Where you want to be, beyond any one cycle."), required=True)),
        _one(Day("horizon", _("Horizon"), _("The day by which you want to be there."))),
    ),
)

SHEETS: Mapping[str, Sheet] = {
    "objective": OBJECTIVE,
    "key_result": KEY_RESULT,
    "action": ACTION,
    "need": NEED,
    "contribution": CONTRIBUTION,
    "metric": METRIC,
    "milestone": MILESTONE,
    "cycle": CYCLE,
    "strategic_goal": STRATEGIC_GOAL,
    "person": PERSON,
    "team": TEAM,
}

"""What each check is about: when it speaks, and the question its family asks."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Language

# Functions, so that a text is translated when it is read and found by whoever extracts sentences.
FAMILIES: Mapping[str, Callable[[Language], str]] = {
    "AL1": lambda language: language.gettext("Definitions: is it said what is meant?"),
    "AL2": lambda language: language.gettext("Responsibility: does everything have somebody?"),
    "AL3": lambda language: language.gettext("Dependencies: will what is needed come, and in time?"),
    "AL4": lambda language: language.gettext("Contributions: does it add up from top to bottom?"),
    "AL5": lambda language: language.gettext("Strategy: what is it for?"),
    "AL6": lambda language: language.gettext("Conflicts: do goals that are good one by one work against each other?"),
    "AL7": lambda language: language.gettext("Focus: is it too much?"),
    "AL8": lambda language: language.gettext("Freshness: is it still looked at?"),
    "AL9": lambda language: language.gettext("Agreements: is it agreed, and still agreed?"),
}

MEANINGS: Mapping[str, Callable[[Language], str]] = {
    "AL101": lambda language: language.gettext(
        "A key result has no completion criteria, so that nobody can tell when it is done."
    ),
    "AL102": lambda language: language.gettext("A key result is measured by neither a metric nor a milestone."),
    "AL103": lambda language: language.gettext(
        "A metric that a key result is measured by, guards or names as a term has no definition."
    ),
    "AL104": lambda language: language.gettext(
        "A metric that a key result is measured by, guards or names as a term has no source, or no frequency."
    ),
    "AL105": lambda language: language.gettext(
        "A key result with a metric, and without a band to hold, lacks its baseline or its target, or they are "
        "equal. Zero is a number like any other."
    ),
    "AL106": lambda language: language.gettext(
        "The target lies on the side of the baseline that the metric calls worse: lower where higher is better, "
        "or higher where lower is better."
    ),
    "AL107": lambda language: language.gettext(
        "A milestone that a key result is measured by or names as a term, or that provides a need, has no "
        "definition or no date."
    ),
    "AL108": lambda language: language.gettext(
        "Two metrics, or two milestones, share a name or an alias. Case, accents, hyphens and spaces make no "
        "difference. It is told once, at the later one."
    ),
    "AL109": lambda language: language.gettext(
        "A text of a key result (its objective’s title, its own, its criteria and decomposition, its duties, the "
        "titles of its actions, what its needs ask for and their criteria) names a metric or milestone that the "
        "key result is not tied to."
    ),
    "AL110": lambda language: language.gettext(
        "The milestone that a key result is measured by is dated after the key result is due."
    ),
    "AL201": lambda language: language.gettext("A key result has no accountable person."),
    "AL202": lambda language: language.gettext("A key result has neither a decomposition nor an action."),
    "AL203": lambda language: language.gettext("An action has no responsible person, or no team of its own."),
    "AL204": lambda language: language.gettext("An action is due after its key result."),
    "AL205": lambda language: language.gettext(
        "The person responsible for an action is no member of the team that the action names."
    ),
    "AL206": lambda language: language.gettext("The person accountable for a key result is no member of its team."),
    "AL301": lambda language: language.gettext("A need does not say what makes it good enough to be received."),
    "AL302": lambda language: language.gettext("A need does not say by when it is needed."),
    "AL303": lambda language: language.gettext(
        "A need was declined, or nothing is named that provides it, or what is named belongs to another team than"
        " the one that was asked."
    ),
    "AL304": lambda language: language.gettext("A need is promised for a day after the one it is needed by."),
    "AL305": lambda language: language.gettext(
        "Things wait for each other in a circle: each needs something that the next one provides. Each shortest "
        "circle is told once."
    ),
    "AL306": lambda language: language.gettext(
        "What provides a need is due after the day for which the need is promised."
    ),
    "AL307": lambda language: language.gettext(
        "What provides a need waits for other needs itself, and one further down the chain comes after the day "
        "the first is needed by. Needs that are late by themselves (AL304, AL306) are told there instead."
    ),
    "AL308": lambda language: language.gettext("A need names what provides it, and nobody has said for when."),
    "AL309": lambda language: language.gettext(
        "A need was delivered more than seven days ago, and nobody has said that it was received."
    ),
    "AL401": lambda language: language.gettext(
        "A key result of a team with teams below it leaves no part to anybody else: it has no contribution, no "
        "action or duty of another team, no need from one."
    ),
    "AL402": lambda language: language.gettext("An objective of a team below another contributes to no key result."),
    "AL403": lambda language: language.gettext(
        "Everyone who contributes to a key result says how much, and together it is less than the way from "
        "baseline to target."
    ),
    "AL404": lambda language: language.gettext(
        "An objective offers to contribute to a key result, and its team has neither accepted nor declined."
    ),
    "AL405": lambda language: language.gettext(
        "Objectives contribute to each other in a circle. Each shortest circle is told once."
    ),
    "AL501": lambda language: language.gettext(
        "An objective serves no strategic goal, nor does anything it contributes to, and nobody has written why "
        "it matters anyway."
    ),
    "AL502": lambda language: language.gettext(
        "A strategic goal whose horizon is not over is served by no objective itself."
    ),
    "AL503": lambda language: language.gettext(
        "The brief of the cycle lacks why it matters, what success looks like, or what will be different."
    ),
    "AL601": lambda language: language.gettext(
        "Key results of different teams move one metric in opposite directions."
    ),
    "AL602": lambda language: language.gettext(
        "A key result pushes a metric against what another team’s key result wants of it: through one to four "
        "influences between metrics, or directly out of the band that the other holds."
    ),
    "AL603": lambda language: language.gettext(
        "A key result guards a metric, and key results (it may be among them) push that metric to where it gets "
        "worse, directly or through up to four influences."
    ),
    "AL604": lambda language: language.gettext(
        "Key results of different teams move one metric in one direction, and nothing in the plan connects them: "
        "no action, duty, need or contribution of one at the other, no common key result they contribute to."
    ),
    "AL701": lambda language: language.gettext("A team has six objectives or more in one cycle."),
    "AL702": lambda language: language.gettext("An objective has six key results or more."),
    "AL703": lambda language: language.gettext(
        "The allocations stated for one person add up to more than 100 percent."
    ),
    "AL704": lambda language: language.gettext(
        "Within some fourteen days, actions of one responsible person are due for three teams or more."
    ),
    "AL705": lambda language: language.gettext(
        "Meetings, reviews and reading take more minutes of a person’s month in a team than the organization’s limit."
    ),
    "AL801": lambda language: language.gettext(
        "The cycle has run for 31 days and is not over, and nobody has checked in the key result in the last 31 days."
    ),
    "AL802": lambda language: language.gettext(
        "A month is over, and a team that had an active key result on its last day has published no review for it."
    ),
    "AL803": lambda language: language.gettext(
        "An update that asks to be acknowledged has waited for more than seven days."
    ),
    "AL901": lambda language: language.gettext(
        "A team that is party to a key result has neither agreed to its part of a clause nor objected."
    ),
    "AL902": lambda language: language.gettext("What teams agreed to has changed since."),
    "AL903": lambda language: language.gettext("A team that is party to a key result objects to a clause."),
    "AL904": lambda language: language.gettext(
        "Teams should have agreed again after a change, and the day for that is over."
    ),
    "AL905": lambda language: language.gettext(
        "A team is party to an agreement, and nobody in it or in any team above may answer for it."
    ),
}


def family(code: str, language: Language) -> str:
    """The family of a check, with the question it asks of a plan."""
    return FAMILIES[code[:3]](language)


def meaning(code: str, language: Language) -> str:
    """When a check speaks."""
    return MEANINGS[code](language)

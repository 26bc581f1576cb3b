"""How to mend what each check finds, and why it matters."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Language

# Functions, so that a text is translated when it is read and found by whoever extracts sentences.
HELP: Mapping[str, Callable[[Language], str]] = {
    "AL101": lambda language: language.gettext(
        "Add completion criteria: "
        "what anybody can look at to see that it is done. Without them, two teams say yes to two different things."
    ),
    "AL102": lambda language: language.gettext(
        "Choose a metric or a milestone. "
        "A percentage of work done says how busy a team is, and not whether anything changed."
    ),
    "AL103": lambda language: language.gettext(
        "Write its definition: what counts, what does not, over which time. Teams that count differently "
        "find out only when the numbers meet."
    ),
    "AL104": lambda language: language.gettext(
        "Say where the number comes from and how often. A number that nobody can look up is an opinion."
    ),
    "AL105": lambda language: language.gettext(
        "Give a baseline and a target that differ, or a band to hold. "
        "Progress is a share of the way, and there is none."
    ),
    "AL106": lambda language: language.gettext(
        "Turn baseline and target round, or mend which direction is better at the metric. One of the two is a slip."
    ),
    "AL107": lambda language: language.gettext(
        "Say what exactly it means that it has happened, and on which day. Others plan by it."
    ),
    "AL108": lambda language: language.gettext(
        "Give one of them another name, or make them one. "
        "Two teams that use one word for two things agree without agreeing."
    ),
    "AL109": lambda language: language.gettext(
        "Tie it: as the metric, as a guardrail, or as a term. Then whoever agrees also agrees on what the word means."
    ),
    "AL110": lambda language: language.gettext(
        "Move one of the two dates. A result that is due before its milestone comes cannot be reached in time."
    ),
    "AL201": lambda language: language.gettext("Name one accountable person. What everybody answers for, nobody does."),
    "AL202": lambda language: language.gettext(
        "Write how the actions get it there, or add the first actions. Others cannot see their part in a number."
    ),
    "AL203": lambda language: language.gettext(
        "Name one person and one team. An action of nobody in particular is done last."
    ),
    "AL204": lambda language: language.gettext(
        "Move the action before the due date of its key result, or the due date after it. "
        "Work that ends later cannot count."
    ),
    "AL205": lambda language: language.gettext(
        "Choose somebody of the team, another team, or add the person to the team. "
        "Otherwise the team agrees to work that somebody else does."
    ),
    "AL206": lambda language: language.gettext(
        "Choose somebody of the team, or add the person to it. "
        "Who answers for a result should be able to decide about it."
    ),
    "AL301": lambda language: language.gettext(
        "Write what the other team must hand over to be done. Handovers fail over what was never said."
    ),
    "AL302": lambda language: language.gettext(
        "Say by when it is needed. Without a day nobody can promise, and nobody can be late."
    ),
    "AL303": lambda language: language.gettext(
        "Ask the team to name its action, key result or milestone that provides it, or find another way. "
        "Until then nobody works on it."
    ),
    "AL304": lambda language: language.gettext(
        "Talk to each other: an earlier promise, a smaller need, or a later date. It is cheapest to say now."
    ),
    "AL305": lambda language: language.gettext(
        "Break the circle: let one of them begin with less, or take one need away. As it is, none of them can begin."
    ),
    "AL306": lambda language: language.gettext(
        "Move the promise or the due date of what provides it. One of the two is not true."
    ),
    "AL307": lambda language: language.gettext(
        "Look at the last link: an earlier date there, or a later one here. Every promise on the way is "
        "kept, and it still comes too late."
    ),
    "AL308": lambda language: language.gettext(
        "Ask for a date. That somebody will do it helps only whoever knows when."
    ),
    "AL309": lambda language: language.gettext(
        "Look at what was delivered and answer: received, or not yet and why. The other team believes it is done."
    ),
    "AL401": lambda language: language.gettext(
        "Ask teams to contribute, or give an action, a duty or a need to one. "
        "What the whole wants and no part does stays a wish."
    ),
    "AL402": lambda language: language.gettext(
        "Say which key result it supports, or why it stands alone. Work that supports nothing is the first to be cut."
    ),
    "AL403": lambda language: language.gettext(
        "Raise shares, find another contributor, or lower the target. "
        "If everybody delivers what they offered, it is still not reached."
    ),
    "AL404": lambda language: language.gettext(
        "Accept or decline it. Until then the other team does not know whether it counts."
    ),
    "AL405": lambda language: language.gettext(
        "Take one contribution out. Objectives that only support each other support nothing else."
    ),
    "AL501": lambda language: language.gettext(
        "Say which strategic goal it serves, contribute to something that does, or write why it matters anyway. "
        "What serves no long-term aim is only urgent."
    ),
    "AL502": lambda language: language.gettext(
        "Let an objective serve it, or move its horizon. A goal that no cycle serves is not a goal."
    ),
    "AL503": lambda language: language.gettext(
        "Write the brief. People who know why decide better than people who know what."
    ),
    "AL601": lambda language: language.gettext(
        "Bring both teams to one table: "
        "a band to hold, one target, or two different metrics. As it is, one of them must fail."
    ),
    "AL602": lambda language: language.gettext(
        "Talk about the path: "
        "a guardrail, a band, or a smaller step. Good for one, it harms the other, and nobody meant it."
    ),
    "AL603": lambda language: language.gettext(
        "Agree how much of it is acceptable, or change the step that pushes it. "
        "A guardrail that nobody watches holds nothing."
    ),
    "AL604": lambda language: language.gettext(
        "Work together: one contributes to the other, or both to one key result. Otherwise it is done twice, "
        "or each waits for the other."
    ),
    "AL701": lambda language: language.gettext(
        "Choose what can wait until the next cycle. Three to five is the aim: what is not chosen now is chosen "
        "later, by chance."
    ),
    "AL702": lambda language: language.gettext(
        "Keep the ones that would show success on their own. Three to five is the aim."
    ),
    "AL703": lambda language: language.gettext(
        "Lower one of the allocations. Two teams are planning with the same hours."
    ),
    "AL704": lambda language: language.gettext(
        "Move a due date or hand an action to somebody else. Each team believes it has this person’s time."
    ),
    "AL801": lambda language: language.gettext(
        "Check in a value, even without news. Silence is not success, and others plan by it."
    ),
    "AL705": lambda language: language.gettext(
        "Fewer meetings, shorter reviews, fewer readers. Alignment is to save time, and here it costs it."
    ),
    "AL802": lambda language: language.gettext(
        "Publish the review: it is prefilled and takes five minutes. Other teams plan by it."
    ),
    "AL803": lambda language: language.gettext(
        "Read it and acknowledge it, or answer. Whoever wrote it counts on your knowing."
    ),
    "AL901": lambda language: language.gettext(
        "Agree, ask, or object. Until everybody has answered, nobody knows what was promised."
    ),
    "AL902": lambda language: language.gettext(
        "Look at the difference and answer again. What was agreed is not what is written today."
    ),
    "AL903": lambda language: language.gettext(
        "Talk about what would make it a yes. An objection found now is cheaper than one found in December."
    ),
    "AL904": lambda language: language.gettext(
        "Answer it. Or the team of the result goes ahead without, and says why."
    ),
    "AL905": lambda language: language.gettext(
        "Give the team or one above it a lead or a delegate. Otherwise its agreements stay open for ever."
    ),
}


def _name_it(language: Language) -> str:
    return language.gettext(
        "Name your action, key result or milestone that provides it, or say no, so that they can look for another way. "
        "Until then nobody works on it."
    )


# The same for the team that was asked, by code and by why it is found: it is the need of whoever asks that these are
# found at, and whom their help speaks to.
HELP_ASKED: Mapping[tuple[str, str], Callable[[Language], str]] = {
    ("AL303", "nothing"): _name_it,
    ("AL303", "elsewhere"): _name_it,
    ("AL303", "declined"): lambda language: language.gettext(
        "You said no: help them to find another way. Until then nobody works on it."
    ),
    ("AL308", ""): lambda language: language.gettext(
        "Promise a date. That you will do it helps them only once they know when."
    ),
}

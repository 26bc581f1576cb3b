"""What each check looks for, in a few words: the heading of a list of its findings."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Language

# Functions, so that a text is translated when it is read and found by whoever extracts sentences.
TITLES: Mapping[str, Callable[[Language], str]] = {
    "AL101": lambda language: language.gettext("Key results without completion criteria"),
    "AL102": lambda language: language.gettext("Key results that nothing measures"),
    "AL103": lambda language: language.gettext("Metrics in use without a definition"),
    "AL104": lambda language: language.gettext("Metrics in use without source or frequency"),
    "AL105": lambda language: language.gettext("Key results without a way to go"),
    "AL106": lambda language: language.gettext("Targets on the worse side of their baseline"),
    "AL107": lambda language: language.gettext("Milestones in use without definition or date"),
    "AL108": lambda language: language.gettext("One name with two meanings"),
    "AL109": lambda language: language.gettext("Words of the registry that are not tied"),
    "AL110": lambda language: language.gettext("Milestones after the due date"),
    "AL201": lambda language: language.gettext("Key results nobody is accountable for"),
    "AL202": lambda language: language.gettext("Key results that are not decomposed"),
    "AL203": lambda language: language.gettext("Actions without a person or a team"),
    "AL204": lambda language: language.gettext("Actions due after their key result"),
    "AL205": lambda language: language.gettext("Responsible people outside the team"),
    "AL206": lambda language: language.gettext("Accountable people outside the team"),
    "AL301": lambda language: language.gettext("Needs without completion criteria"),
    "AL302": lambda language: language.gettext("Needs without a date"),
    "AL303": lambda language: language.gettext("Needs that nobody provides"),
    "AL304": lambda language: language.gettext("Promises that come too late"),
    "AL305": lambda language: language.gettext("Teams that wait for each other in a circle"),
    "AL306": lambda language: language.gettext("Work that is due after it is promised"),
    "AL307": lambda language: language.gettext("Chains of waits that cannot hold"),
    "AL308": lambda language: language.gettext("Needs without a promised day"),
    "AL309": lambda language: language.gettext("Delivered, and not yet received"),
    "AL401": lambda language: language.gettext("Key results that no other team takes part in"),
    "AL402": lambda language: language.gettext("Objectives that contribute to nothing"),
    "AL403": lambda language: language.gettext("Contributions that do not add up"),
    "AL404": lambda language: language.gettext("Contributions without an answer"),
    "AL405": lambda language: language.gettext("Contributions in a circle"),
    "AL501": lambda language: language.gettext("Objectives that serve no strategic goal"),
    "AL502": lambda language: language.gettext("Strategic goals that nothing serves"),
    "AL503": lambda language: language.gettext("A cycle without its brief"),
    "AL601": lambda language: language.gettext("Goals that pull one metric both ways"),
    "AL602": lambda language: language.gettext("Goals that harm another team’s by a detour"),
    "AL603": lambda language: language.gettext("Guardrails at risk"),
    "AL604": lambda language: language.gettext("The same work in several places"),
    "AL701": lambda language: language.gettext("Teams with too many objectives"),
    "AL702": lambda language: language.gettext("Objectives with too many key results"),
    "AL703": lambda language: language.gettext("People promised for more than their time"),
    "AL704": lambda language: language.gettext("People pulled apart between teams"),
    "AL705": lambda language: language.gettext("Teams that spend too long on process"),
    "AL801": lambda language: language.gettext("Key results nobody has checked in for a month"),
    "AL802": lambda language: language.gettext("Reviews that are overdue"),
    "AL803": lambda language: language.gettext("Updates nobody has acknowledged"),
    "AL901": lambda language: language.gettext("Agreements not agreed yet"),
    "AL902": lambda language: language.gettext("Agreements whose content has changed"),
    "AL903": lambda language: language.gettext("Agreements with an objection"),
    "AL904": lambda language: language.gettext("Realignments past their deadline"),
    "AL905": lambda language: language.gettext("Parties nobody can answer for"),
}


def title(code: str, language: Language) -> str:
    """What a check looks for, as a heading."""
    return TITLES[code](language)

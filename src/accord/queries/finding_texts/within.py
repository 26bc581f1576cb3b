"""What is found within one team's plan, as sentences: what is meant, who does it, what it is for, how much it is."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Telling, Words


def _no_completion_criteria(it: Telling) -> str:
    return it.gettext("“%(it)s” does not say how anybody can tell that it is done.")


def _nothing_to_measure(it: Telling) -> str:
    return it.gettext("“%(it)s” is measured by neither a metric nor a milestone.")


def _undefined_metric(it: Telling) -> str:
    return it.ngettext(
        "%(uses)s key result counts on “%(it)s”, and nobody has written down what it counts.",
        "%(uses)s key results count on “%(it)s”, and nobody has written down what it counts.",
        it.count("uses"),
    )


def _unsourced_metric(it: Telling) -> str:
    return it.gettext("“%(it)s” is in use and does not say %(lacking)s.", lacking=lacking(it))


def _no_distance(it: Telling) -> str:
    if it.finding.facts["missing"]:
        return it.gettext("“%(it)s” has no %(lacking)s, so nobody can say how far it is.", lacking=lacking(it))
    return it.gettext("“%(it)s” begins at %(value)s and ends there: there is no way to go.")


def _wrong_direction(it: Telling) -> str:
    if it.finding.facts["better"] == "higher":
        return it.gettext("“%(it)s” goes down from %(baseline)s to %(target)s, and higher is better for “%(other)s”.")
    return it.gettext("“%(it)s” goes up from %(baseline)s to %(target)s, and lower is better for “%(other)s”.")


def _undefined_milestone(it: Telling) -> str:
    return it.gettext("The milestone “%(it)s” is in use and has no %(lacking)s.", lacking=lacking(it))


def _one_name_two_meanings(it: Telling) -> str:
    return it.gettext("“%(shared)s” is a name of both “%(it)s” and “%(other)s”.")


def _unlinked_term(it: Telling) -> str:
    return it.gettext("“%(it)s” speaks of “%(words)s” and is not tied to the definition of “%(other)s”.")


def _milestone_after_due(it: Telling) -> str:
    return it.ngettext(
        "“%(other)s” is dated %(date)s, a day after “%(it)s” is due (%(due)s).",
        "“%(other)s” is dated %(date)s, %(days)s days after “%(it)s” is due (%(due)s).",
        it.count("days"),
    )


def _nobody_accountable(it: Telling) -> str:
    return it.gettext("Nobody in %(team)s answers for “%(it)s”.")


def _not_decomposed(it: Telling) -> str:
    return it.gettext("“%(it)s” does not say how it will be reached.")


def _nobody_responsible(it: Telling) -> str:
    return it.gettext("“%(it)s” has no %(lacking)s.", lacking=lacking(it))


def _action_after_due(it: Telling) -> str:
    return it.ngettext(
        "“%(it)s” is due %(due)s, a day after “%(other)s”, which it is for (%(result_due)s).",
        "“%(it)s” is due %(due)s, %(days)s days after “%(other)s”, which it is for (%(result_due)s).",
        it.count("days"),
    )


def _responsible_outside_team(it: Telling) -> str:
    return it.gettext("%(other)s is responsible for “%(it)s” and is not a member of %(third)s, whose action it is.")


def _accountable_outside_team(it: Telling) -> str:
    return it.gettext("%(other)s is accountable for “%(it)s” and is not a member of %(third)s, whose key result it is.")


def _serves_no_strategy(it: Telling) -> str:
    return it.gettext("“%(it)s” of %(team)s serves no strategic goal, and nobody has said why it matters anyway.")


def _strategy_left_out(it: Telling) -> str:
    return it.gettext("No objective of this cycle serves “%(it)s”.")


def _no_brief(it: Telling) -> str:
    return it.gettext("The brief of %(it)s does not say %(lacking)s.", lacking=lacking(it))


def _too_many_objectives(it: Telling) -> str:
    return it.gettext("%(it)s has %(count)s objectives in this cycle.")


def _too_many_key_results(it: Telling) -> str:
    return it.gettext("“%(it)s” is measured by %(count)s key results.")


def _over_allocated(it: Telling) -> str:
    teams = it.words.several(it.finding.related)
    return it.gettext("%(it)s is promised to %(teams)s for %(total)s percent of one person’s time.", teams=teams)


def _pulled_apart(it: Telling) -> str:
    if it.finding.facts["from"] == it.finding.facts["to"]:
        return it.gettext("%(it)s owes work to %(teams)s on %(from)s.")
    return it.gettext("%(it)s owes work to %(teams)s between %(from)s and %(to)s.")


def _no_check_in(it: Telling) -> str:
    if it.finding.facts["latest"] is None:
        return it.gettext("Nobody has checked in “%(it)s” yet.")
    return it.gettext("“%(it)s” was last checked in on %(latest)s, %(days)s days ago.")


def lacking(it: Telling) -> str:
    """What is missing, as it stands behind 'no' or 'does not say'."""
    missing = it.finding.facts["missing"]
    names = [_LACKING[str(each)](it.words) for each in missing] if isinstance(missing, tuple) else []
    if len(names) < 2:
        return "".join(names)
    return it.words.gettext("%(some)s or %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


_LACKING: Mapping[str, Callable[[Words], str]] = {
    "source": lambda words: words.gettext("where it comes from"),
    "frequency": lambda words: words.gettext("how often it is counted"),
    "baseline": lambda words: words.gettext("baseline"),
    "target": lambda words: words.gettext("target"),
    "definition": lambda words: words.gettext("definition"),
    "date": lambda words: words.gettext("date"),
    "responsible": lambda words: words.gettext("responsible person"),
    "team": lambda words: words.gettext("team of its own"),
    "why": lambda words: words.gettext("why"),
    "success": lambda words: words.gettext("what success looks like"),
    "different": lambda words: words.gettext("what will be different"),
}
MESSAGES: Mapping[str, Callable[[Telling], str]] = {
    "AL101": _no_completion_criteria,
    "AL102": _nothing_to_measure,
    "AL103": _undefined_metric,
    "AL104": _unsourced_metric,
    "AL105": _no_distance,
    "AL106": _wrong_direction,
    "AL107": _undefined_milestone,
    "AL108": _one_name_two_meanings,
    "AL109": _unlinked_term,
    "AL110": _milestone_after_due,
    "AL201": _nobody_accountable,
    "AL202": _not_decomposed,
    "AL203": _nobody_responsible,
    "AL204": _action_after_due,
    "AL205": _responsible_outside_team,
    "AL206": _accountable_outside_team,
    "AL501": _serves_no_strategy,
    "AL502": _strategy_left_out,
    "AL503": _no_brief,
    "AL701": _too_many_objectives,
    "AL702": _too_many_key_results,
    "AL703": _over_allocated,
    "AL704": _pulled_apart,
    "AL801": _no_check_in,
}

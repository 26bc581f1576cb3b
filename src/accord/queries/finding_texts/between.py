"""What is found between teams, as sentences: what they need from each other, what adds up, what pulls apart."""

from collections.abc import Callable, Mapping

from accord.queries.finding_texts.words import Telling, quoted


def _need_without_criteria(it: Telling) -> str:
    return it.gettext(
        "“%(it)s”, asked of %(team)s, does not say what makes it good enough to be received.", team=it.fact("asked")
    )


def _need_without_date(it: Telling) -> str:
    return it.gettext("“%(it)s”, asked of %(team)s, does not say by when it is needed.", team=it.fact("asked"))


def _nobody_provides(it: Telling) -> str:
    match it.finding.facts["why"]:
        case "declined":
            return it.gettext("%(other)s said no to “%(it)s”: %(reason)s")
        case "nothing":
            return it.gettext("%(other)s has not said what will provide “%(it)s”.")
    return it.gettext("“%(it)s” is asked of %(other)s, and “%(provider)s”, which should provide it, is of %(third)s.")


def _promised_too_late(it: Telling) -> str:
    return it.ngettext(
        "“%(it)s” is needed by %(by)s; %(other)s promises it for %(promised)s, %(days)s day later.",
        "“%(it)s” is needed by %(by)s; %(other)s promises it for %(promised)s, %(days)s days later.",
        it.count("days"),
    )


def _circular_wait(it: Telling) -> str:
    providers = it.finding.facts["providers"]
    names = [it.words.say(each) for each in providers] if isinstance(providers, tuple) else []
    if len(names) == 1:
        return it.gettext("“%(name)s” waits for itself, by “%(it)s”.", name=names[0])
    return it.gettext(
        "Each waits for the next, and the last for the first: %(names)s.", names=" → ".join(quoted(names))
    )


def _provider_due_after_promise(it: Telling) -> str:
    return it.ngettext(
        "“%(it)s” is promised for %(promised)s; “%(other)s”, which provides it, is due %(due)s, %(days)s day later.",
        "“%(it)s” is promised for %(promised)s; “%(other)s”, which provides it, is due %(due)s, %(days)s days later.",
        it.count("days"),
    )


def _chain_cannot_hold(it: Telling) -> str:
    arrivals = it.finding.facts["arrivals"]
    days = [it.words.say(each) for each in arrivals] if isinstance(arrivals, tuple) else []
    links = (
        it.words.gettext("“%(name)s” (%(day)s)") % {"name": name, "day": day or it.words.gettext("no date")}
        for name, day in zip(it.related(), days, strict=True)
    )
    return it.gettext("“%(it)s” is needed by %(by)s, and waits for %(links)s.", links=" → ".join(links))


def _no_promise(it: Telling) -> str:
    return it.gettext("%(other)s has said what will provide “%(it)s”, and not for when.")


def _delivered_not_received(it: Telling) -> str:
    return it.gettext(
        "“%(it)s” was delivered on %(delivered)s, %(days)s days ago, and nobody has said it was received."
    )


def _white_space(it: Telling) -> str:
    return it.gettext("Nobody outside %(team)s takes part in “%(it)s”.")


def _orphan(it: Telling) -> str:
    return it.gettext("“%(it)s” of %(team)s contributes to nothing above or beside it.")


def _does_not_add_up(it: Telling) -> str:
    return it.ngettext(
        "“%(it)s” has %(distance)s to go, and its contributor brings %(shares)s: %(missing)s is missing.",
        "“%(it)s” has %(distance)s to go, and its %(count)s contributors bring %(shares)s: %(missing)s is missing.",
        it.count("count"),
    )


def _unanswered_contribution(it: Telling) -> str:
    return it.gettext("%(team)s has not answered whether it accepts what “%(it)s” would do for “%(other)s”.")


def _contribution_circle(it: Telling) -> str:
    if not it.finding.related:
        return it.gettext("“%(it)s” contributes to itself.")
    return it.gettext("“%(it)s” contributes in a circle, through %(others)s.", others=it.several_related())


def _opposed_goals(it: Telling) -> str:
    return it.gettext("“%(it)s” is to go up for %(up)s, and down for %(down)s.")


def _hidden_tension(it: Telling) -> str:
    path = it.finding.facts["path"]
    length = len(path) if isinstance(path, tuple) else 0
    named = {
        "end": it.related(length)[-1],
        "route": _route(it),
        "harmed": it.several_related(length),
        "team": it.fact("team"),
        "teams": it.fact("harmed_team") if it.count("teams") == 1 else _so_many_teams(it),
    }
    if it.finding.facts["direction"] == "up":
        return it.gettext(
            "“%(it)s” of %(team)s pushes “%(end)s” up%(route)s, against %(harmed)s of %(teams)s.", **named
        )
    return it.gettext("“%(it)s” of %(team)s pushes “%(end)s” down%(route)s, against %(harmed)s of %(teams)s.", **named)


def _guardrail_at_risk(it: Telling) -> str:
    named = {"route": _route(it), "team": it.fact("team")}
    if it.finding.facts["direction"] == "up":
        return it.gettext(
            "“%(it)s” must not let “%(other)s” get worse, and “%(by)s” of %(team)s pushes it up%(route)s.", **named
        )
    return it.gettext(
        "“%(it)s” must not let “%(other)s” get worse, and “%(by)s” of %(team)s pushes it down%(route)s.", **named
    )


def _so_many_teams(it: Telling) -> str:
    count = it.count("teams")
    return it.words.ngettext("%(count)s team", "%(count)s teams", count) % {"count": count}


def _route(it: Telling) -> str:
    """The influences on the way, in brackets; nothing where a metric is pushed itself."""
    path = it.finding.facts["path"]
    metrics = [it.words.say(each) for each in path] if isinstance(path, tuple) else []
    return f" ({' → '.join(metrics)})" if len(metrics) > 1 else ""


def _doubled_work(it: Telling) -> str:
    if it.finding.facts["direction"] == "up":
        return it.gettext("%(teams)s each want “%(it)s” up, and nothing in the plan connects their work.")
    return it.gettext("%(teams)s each want “%(it)s” down, and nothing in the plan connects their work.")


MESSAGES: Mapping[str, Callable[[Telling], str]] = {
    "AL301": _need_without_criteria,
    "AL302": _need_without_date,
    "AL303": _nobody_provides,
    "AL304": _promised_too_late,
    "AL305": _circular_wait,
    "AL306": _provider_due_after_promise,
    "AL307": _chain_cannot_hold,
    "AL308": _no_promise,
    "AL309": _delivered_not_received,
    "AL401": _white_space,
    "AL402": _orphan,
    "AL403": _does_not_add_up,
    "AL404": _unanswered_contribution,
    "AL405": _contribution_circle,
    "AL601": _opposed_goals,
    "AL602": _hidden_tension,
    "AL603": _guardrail_at_risk,
    "AL604": _doubled_work,
}

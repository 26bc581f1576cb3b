"""Findings as sentences: one function for each code, naming the people and the numbers."""

from collections.abc import Callable, Mapping

from accord.domain.checks.finding import Finding, Severity
from accord.queries.finding_texts import between, installed, within
from accord.queries.finding_texts.mending import HELP, HELP_ASKED
from accord.queries.finding_texts.words import Language, Telling, Words

MESSAGES: Mapping[str, Callable[[Telling], str]] = {**within.MESSAGES, **between.MESSAGES, **installed.MESSAGES}


def message(finding: Finding, words: Words) -> str:
    """Say what a check found, in a sentence or two."""
    return MESSAGES[finding.code](Telling(finding, words))


def help_text(code: str, language: Language) -> str:
    """How to mend what a check finds, and why it matters."""
    return HELP[code](language)


def mend_text(finding: Finding, language: Language, *, is_asked: bool = False) -> str:
    """How to mend what a check found: the first sentence of its help. `is_asked`: its reader is of the team that was
    asked for what it is about, and not of the one that asks.
    """
    asked = HELP_ASKED.get((finding.code, str(finding.facts.get("why", "")))) if is_asked else None
    mend, stop, _ = (asked(language) if asked else help_text(finding.code, language)).partition(". ")
    return mend + stop.rstrip()


def severity_word(severity: Severity, language: Language) -> str:
    """What a severity is called."""
    match severity:
        case Severity.ERROR:
            return language.gettext("Will break")
        case Severity.WARNING:
            return language.gettext("Could break")
        case Severity.INFO:
            return language.gettext("Worth a look")

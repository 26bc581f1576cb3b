"""Findings as sentences: one function for each code, naming the people and the numbers."""

from collections.abc import Callable, Mapping

from accord.domain.checks.finding import Finding, Severity
from accord.queries.finding_texts import between, installed, within
from accord.queries.finding_texts.mending import HELP
from accord.queries.finding_texts.words import Language, Telling, Words

MESSAGES: Mapping[str, Callable[[Telling], str]] = {**within.MESSAGES, **between.MESSAGES, **installed.MESSAGES}


def message(finding: Finding, words: Words) -> str:
    """Say what a check found, in a sentence or two."""
    return MESSAGES[finding.code](Telling(finding, words))


def help_text(code: str, language: Language) -> str:
    """How to mend what a check finds, and why it matters."""
    return HELP[code](language)


def mend_text(code: str, language: Language) -> str:
    """How to mend what a check finds: the first sentence of its help."""
    mend, stop, _ = help_text(code, language).partition(". ")
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

"""Which findings a change can make, mend or alter: by the kind of thing that changes, and its field.

Fields are those of plan files, None is the thing itself coming or going. A code that is not named for a field looks
at nothing of it; a test changes plans at random to hold that.
"""

from collections.abc import Mapping

from accord.domain.checks.registry import BY_CODE

Codes = frozenset[str]


def _codes(numbers: str) -> Codes:
    return frozenset(f"AL{number}" for number in numbers.split())


ALL: Codes = frozenset(BY_CODE)
# Of what hangs on one key result, objective or team: judged with what stands around it, in the change's transaction.
NEAR = _codes("101 102 105 106 110 201 202 203 204 205 206 301 302 303 304 306 308 401 402 403 404 701 702 901 902 903")
OF_STANDINGS = _codes("901 902 903")
# Of progress: judged by whoever writes it.
OF_CHECK_INS, OF_HANDOVERS = _codes("801"), _codes("309")
SETTLED = NEAR | OF_CHECK_INS | OF_HANDOVERS
# Of one key result with what is under it; any name may stand in its texts, and others write its progress meanwhile.
# After a change of definitions the worker judges them, of the key results that changed.
NAMED = _codes("109") | OF_CHECK_INS | OF_HANDOVERS
# Of what reaches further, each of some metrics, milestones, people, needs, teams or objectives: after a change the
# worker judges them of those that it reaches.
OF_USES, OF_METRICS, OF_INFLUENCES = _codes("103 104"), _codes("601 604"), _codes("602 603")
OF_MILESTONES, OF_PEOPLE = _codes("107"), _codes("704")
OF_WAITS, OF_PARTIES, OF_SUPPORT = _codes("305 307"), _codes("905"), _codes("405 501")
FURTHER = OF_USES | OF_METRICS | OF_INFLUENCES | OF_MILESTONES | OF_PEOPLE | OF_WAITS | OF_PARTIES | OF_SUPPORT
# Of those near, what looks at a thing of the registry: the worker judges the key results that are measured by it, and
# the needs that it provides.
OF_MEASURES: Mapping[str, Codes] = {"metric": _codes("106"), "milestone": _codes("110 303 306 308")}
# Any text may speak of a thing of the registry, by one of its names.
OF_NAMES = _codes("109")
OF_REVIEWS, OF_REALIGNMENTS = _codes("705 802 803"), _codes("904")
# A need's, where what provides it changes.
OF_PROVIDERS = _codes("303 306 308")
_NEED = _codes("301 302 303 304 305 306 307 308 309")
# What may be found about teams' plans; a team that becomes a party, or is one no more, is told by the standings.
_WORK = ALL - _codes("108 503 703 705 803 905")
_RESULT = _WORK - _codes("502")
_PUSHES = _codes("601 602 603 604")

FELT: Mapping[str, Mapping[str | None, Codes]] = {
    "cycle": {
        "start": _codes("801 802"),
        "end": _codes("110 204 306 307 704 801 802"),
        "why": _codes("503"),
        "success": _codes("503"),
        "different": _codes("503"),
        None: ALL,
    },
    "strategic_goal": {"horizon": _codes("502"), None: _codes("501 502")},
    "person": {None: _codes("703 704")},
    "team": {
        "parent": _codes("401 402 905"),
        "succeeded_by": _codes("802 905"),
        None: _codes("205 206 401 402 701 703 705 802 905"),
    },
    "membership": {"role": _codes("905"), "allocation": _codes("703"), None: _codes("205 206 703 905")},
    "metric": {
        "name": _codes("108 109"),
        "aliases": _codes("108 109"),
        "definition": _codes("103"),
        "source": _codes("104"),
        "frequency": _codes("104"),
        "better": _codes("106 603"),
        "influences": _codes("602 603"),
        "owner": _codes("103 104 108 601 604"),
        None: _codes("103 104 106 108 109") | _PUSHES,
    },
    "milestone": {
        "name": _codes("108 109"),
        "aliases": _codes("108 109"),
        "definition": _codes("107"),
        "date": _codes("107 110 306 307"),
        "owner": _codes("107 108 303"),
        None: _codes("107 108 109 110 303 305 306 307 308"),
    },
    "objective": {
        "title": _codes("109"),
        "team": _WORK,
        "serves": _codes("501 502"),
        "not_strategic_because": _codes("501"),
        None: _WORK,
    },
    "key_result": {
        "title": _codes("109"),
        "metric": _codes("102 103 104 105 106 109 403") | _PUSHES,
        "milestone": _codes("102 107 109 110 403"),
        "baseline": _codes("105 106 403") | _PUSHES,
        "target": _codes("105 106 403") | _PUSHES,
        "hold": _codes("105 403") | _PUSHES,
        "due": _codes("110 204 306 307 704"),
        "accountable": _codes("201 206"),
        "completion_criteria": _codes("101 109"),
        "decomposition": _codes("109 202"),
        "guardrails": _codes("103 104 109 603"),
        "terms": _codes("103 104 107 109"),
        "duties": _codes("109 401 604"),
        "objective": _RESULT,
        None: _RESULT,
    },
    "action": {
        "title": _codes("109"),
        "team": _codes("203 204 205 303 401 604 704"),
        "responsible": _codes("203 205 704"),
        "due": _codes("204 306 307 704"),
        "key_result": _codes("109 202 203 204 205 303 305 306 307 401 604 704"),
        None: _codes("109 202 203 204 205 303 305 306 307 308 401 604 704"),
    },
    "need": {
        "what": _codes("109"),
        "completion_criteria": _codes("109 301"),
        "by": _codes("302 304 307"),
        "promised": _codes("304 306 307 308"),
        "provided_by": _codes("107 303 305 306 307 308"),
        "declined": _NEED | _codes("107 109 401 604"),
        "from": _NEED | _codes("107 109 401 604"),  # what the earlier team said of it ends
        "for": _codes("305 307"),
        "delivered": _codes("309"),
        "received": _codes("309"),
        "key_result": _NEED | _codes("109 401 604"),
        None: _NEED | _codes("107 109 401 604"),
    },
    "contribution": {
        "share": _codes("403"),
        "status": _codes("401 402 403 404 405 501 604"),
        None: _codes("401 402 403 404 405 501 604"),
    },
    "check_in": {field: _codes("801") for field in (None, "value", "confidence", "note")},
}


def felt(kind: str, field: str | None) -> Codes:
    """The codes that look at a field of a kind of thing, or with None at whether there is one."""
    return FELT.get(kind, {}).get(field, frozenset())

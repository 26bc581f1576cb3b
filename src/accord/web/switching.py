"""From one cycle to another: the reader stays on the same kind of page where there is one."""

from urllib.parse import urlencode

from django.http import HttpRequest

from accord.web.addresses import url

# Pages about a team, or about everything: they are there in every cycle.
STAYING = frozenset({"team", "asks", "agreements", "two_teams", "cycle", "grades", "new_objective"})
RESULTS = {
    "key_result": "key_result",
    "closing": "key_result",
    "agreement": "agreement",
    "agreement_history": "agreement",
    "agreement_print": "agreement",
}


def address_in(request: HttpRequest, key: str) -> str:
    """The same kind of page in another cycle."""
    match = request.resolver_match
    name, parts = (match.url_name or "", match.kwargs) if match else ("", {})
    if name in RESULTS:
        # Whether the same one is there is looked up only once somebody goes.
        there = urlencode({"to": RESULTS[name], "key": parts["key"]})
        return f"{url('switch_cycle', cycle=key)}?{there}"
    if name in STAYING:
        return url(name, **{**parts, "cycle": key})
    if "cycle" in parts or not match:
        return url("cycle", cycle=key)
    return f"{request.path}?{urlencode({'cycle': key})}"

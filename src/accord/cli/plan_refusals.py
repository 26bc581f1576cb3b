"""Why a plan is not applied, in words, with how to mend it."""

from typing import TYPE_CHECKING, Any, NoReturn

from accord.cli.output import fail, print_json

if TYPE_CHECKING:
    from accord.services.plans.plan_refusals import PlanRefused, Refusal
    from accord.services.plans.plan_wording import NotMarked


def explain(refused: "PlanRefused", output_format: str) -> NoReturn:
    """Tell all that is refused, and end the command."""
    if output_format == "json" and (found := _as_json(refused)):
        print_json(found)
    fail("\n".join(line for refusal in refused.refusals for line in _lines(refusal)))


def _as_json(refused: "PlanRefused") -> dict[str, Any]:
    """`why` beside each change; that of the first also stands alone."""
    changes = [
        {"kind": each.kind, "id": each.id, "field": each.field, "why": refusal.code}
        for refusal in refused.refusals
        for each in refusal.changes
    ]
    marks = [{"wording": mark.given, "why": mark.code} for refusal in refused.refusals for mark in refusal.marks]
    found: dict[str, Any] = {"why": changes[0]["why"], "refused": changes} if changes else {}
    return found | ({"not_wording": marks} if marks else {})


def _lines(refusal: "Refusal") -> list[str]:
    about = refusal.about
    named = [f"  {each.kind} {each.id}" + (f".{each.field}" if each.field else "") for each in refusal.changes]
    match refusal.code:
        case "other-organization":
            return [f"This plan is of the organization “{about['plan']}”; this installation serves “{about['here']}”."]
        case "cycle-closed":
            return [f"The cycle {about['cycle']} is closed: its plan and its agreements stay as they are."]
        case "cycle-misplaced":
            return [
                f"The cycle {about['cycle']} and {about['other']}, one inside the other, do not fit with these dates."
            ]
        case "published":
            return ["--draft is for what nobody sees yet, and these are published. Leave them out:", *named]
        case "id-taken":
            taken = [f"{line}, taken by: {kind}" for line, kind in zip(named, refusal.others, strict=True)]
            return ["These ids are taken by something else. Give them others:", *taken]
        case "email-taken":
            taken = [f"{line}: {person} has it" for line, person in zip(named, refusal.others, strict=True)]
            return ["These e-mails belong to people whom the plan does not name:", *taken]
        case "not-wording":
            return ["These are not wording only, so nothing was applied:", *(_mark(mark) for mark in refusal.marks)]
    return [f"{about['person']} may not change these, so nothing was applied:", *named]


def _mark(mark: "NotMarked") -> str:
    about = ", ".join(mark.about)
    why = {
        "malformed": "write it as ID.FIELD or KIND:ID.FIELD",
        "unknown": f"the plan has no {about}",
        "ambiguous": f"the id stands in several sections; say which, as in KIND:ID.FIELD ({about})",
        "no-text": f"{about} is no text",
        "new": "it is new",
        "unchanged": "it does not change",
        "always-substantive": f"a change of {about} is never wording only",
        "more-than-wording": _difference(mark),
    }[mark.code]
    return f"  {mark.given}: {why}"


def _difference(mark: "NotMarked") -> str:
    refusal = mark.refusal
    if refusal is None:
        return ""
    if refusal.code == "appears":
        return "a text that appears or disappears is more than wording"
    what = {"number": "a number", "symbol": "a symbol", "unit": "a unit", "negation": "a negation"}[refusal.code]
    was, now = (" ".join(words) or "nothing" for words in (refusal.before, refusal.after))
    return f"{what} differs ({was} → {now})"

"""Findings as the lines of a page: what comes from one cause is one line, and the most pressing come first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accord.domain.checks.finding import Finding as Found
from accord.domain.checks.finding import Kind, Ref, Severity
from accord.models import Cycle, Finding, RealignedPart, Team, Unjudged
from accord.queries.findings import findings as found
from accord.queries.findings.check_opinion import check_settings
from accord.queries.findings.findings import Counts
from accord.queries.findings.found_rows import FoundPage, FoundRow
from accord.queries.names import TeamName

MOST_TEAMS = 100  # to choose from
SHOWN = 3  # lines of one code, where all codes are shown
# What hurts soonest: agreements and waits before conflicts, sums and aims, then how things are written.
FAMILIES = "934658721"
# The related teams are asked for something, and can mend it.
ASKED = frozenset({"AL303", "AL304", "AL308", "AL901", "AL902"})
CHANGED = frozenset({"AL902", "AL904"})
# Findings with one of these related are mended together.
CAUSES: Mapping[str, Collection[Kind]] = {
    "AL106": (Kind.METRIC,),
    "AL110": (Kind.MILESTONE,),
    "AL204": (Kind.KEY_RESULT,),
    "AL205": (Kind.PERSON,),
    "AL206": (Kind.PERSON,),
    "AL306": (Kind.ACTION, Kind.KEY_RESULT, Kind.MILESTONE),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to mend: a finding, and the others that come from the same change or cause.

    `realignment` is the number of the open realignment that the change has opened, if there is one.
    """

    first: FoundRow
    others: Sequence[FoundRow] = ()
    realignment: int | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one severity. `more` are codes with how many of their findings are not among the lines."""

    severity: Severity
    count: int
    lines: Sequence[Line]
    more: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What is open in a cycle, the gravest first; `page` has the names that sentences need."""

    groups: Sequence[Group]
    counts: Counts
    page: FoundPage


def board(
    cycle: Cycle,
    *,
    today: date,
    own: Collection[str],
    teams: Collection[str] | None = None,
    codes: Collection[str] | None = None,
) -> Board:
    """Some of every code, those of one's `own` teams (ids) first; of all teams and codes, or of some."""
    counts = found.counts(cycle, today=today, teams=teams)
    page = found.first_of_each_code(cycle, today=today, own=own, teams=teams, codes=codes)
    lines = _folded(page.rows, _realignments(cycle, page.rows), own)
    groups = [_group(each, lines, counts) for each in Severity]
    return Board([group for group in groups if group.lines], counts, page)


def of_code(
    cycle: Cycle,
    code: str,
    *,
    today: date,
    own: Collection[str],
    teams: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    start: int = 0,
) -> Board:
    """One code's findings, a page of them from `start` on; none where it is not among `codes`."""
    counts = found.counts(cycle, today=today, teams=teams)
    asked = [code] if codes is None or code in codes else []
    page = found.open_findings(cycle, today=today, teams=teams, codes=asked, start=start)
    lines = _folded(page.rows, _realignments(cycle, page.rows), own)
    severity = [row.severity for row in page.rows[:1]]
    return Board([Group(each, page.total, _ordered(lines, {})) for each in severity], counts, page)


def teams_with_findings(
    cycle: Cycle, *, also: str = "", most: int = MOST_TEAMS, is_mended: bool = False
) -> list[TeamName]:
    """The teams for which something is open, or was mended, by name; and one more that is asked for."""
    having = Finding.objects.filter(cycle=cycle, mended_at__isnull=not is_mended, team=OuterRef("pk"))
    rows = Team.objects.filter(Exists(having.order_by()) | Q(key=also)).order_by("name", "id")
    return [TeamName(*row) for row in rows.values_list("key", "name", "code")[:most]]


def mended_by_code(cycle: Cycle, teams: Collection[str] | None = None) -> dict[str, int]:
    """How much of each code was found in a cycle and is no more, of all teams or of some (ids); what is off is left
    out.
    """
    rows = Finding.objects.filter(cycle=cycle, mended_at__isnull=False).exclude(code__in=check_settings().opinion.off)
    rows = rows if teams is None else rows.filter(team__key__in=list(teams))
    return dict(rows.order_by().values_list("code").annotate(number=Count("id")))


def is_pending(cycle: Cycle) -> bool:
    """Whether a change is still to be looked at by the checks that follow chains."""
    return Unjudged.objects.filter(cycle=cycle).exists()


def _group(severity: Severity, lines: Iterable[Line], counts: Counts) -> Group:
    ordered = _ordered([line for line in lines if line.first.severity is severity], counts.by_code)
    shown, left = _first_few(ordered)
    told: dict[str, int] = {}
    for line in shown:
        told[line.first.finding.code] = told.get(line.first.finding.code, 0) + 1 + len(line.others)
    more = [(code, counts.by_code[code] - number) for code, number in told.items() if counts.by_code[code] > number]
    return Group(severity, counts.by_severity.get(severity, 0), shown, sorted(more) if left or more else ())


def _first_few(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """At most so many lines of each code, and whether any were left out."""
    shown: list[Line] = []
    seen: dict[str, int] = {}
    for line in lines:
        code = line.first.finding.code
        seen[code] = seen.get(code, 0) + 1
        if seen[code] <= SHOWN:
            shown.append(line)
    return shown, len(shown) < len(lines)


def _ordered(lines: Iterable[Line], by_code: Mapping[str, int]) -> list[Line]:
    """Ours first; then what hurts soonest, and among that what is found seldom before what is found everywhere."""

    def place(line: Line) -> tuple[bool, int, int, str, int]:
        code = line.first.finding.code
        return not line.is_ours, FAMILIES.index(code[2]), by_code.get(code, 0) // found.PAGE, code, line.first.id

    return sorted(lines, key=place)


def _folded(rows: Iterable[FoundRow], realignments: Mapping[str, int], own: Collection[str]) -> list[Line]:
    together: dict[tuple[object, ...], list[FoundRow]] = {}
    for row in rows:
        together.setdefault((row.finding.code, *_cause(row, realignments)), []).append(row)
    return [
        Line(
            some[0],
            some[1:],
            realignments.get(some[0].finding.subject.id) if some[0].finding.code in CHANGED else None,
            any(_is_of(row, own) for row in some),
        )
        for some in together.values()
    ]


def _is_of(row: FoundRow, own: Collection[str]) -> bool:
    """Whether a finding is for one of these teams (ids) to mend; what is asked of a team, for that team, too."""
    finding = row.finding
    asked = {ref.id for ref in finding.related if finding.code in ASKED and ref.kind is Kind.TEAM}
    if finding.code == "AL404" and isinstance(to_accept := finding.facts.get("team"), Ref):
        asked.add(to_accept.id)
    return (row.team is not None and row.team.key in own) or not asked.isdisjoint(own)


def _cause(row: FoundRow, realignments: Mapping[str, int]) -> tuple[object, ...]:
    """What findings that are mended together have in common; a finding that stands alone has itself."""
    finding = row.finding
    if finding.code in CHANGED and finding.subject.id in realignments:
        return ("realignment", realignments[finding.subject.id])
    named = _first_of(finding, CAUSES.get(finding.code, ()))
    return ("cause", named) if named else ("row", row.id)


def _first_of(finding: Found, kinds: Collection[Kind]) -> Ref | None:
    return next((ref for ref in finding.related if ref.kind in kinds), None)


def _realignments(cycle: Cycle, rows: Iterable[FoundRow]) -> dict[str, int]:
    """The open realignment, by its number, in which each key result (id) has a part that is stale."""
    keys = {row.finding.subject.id for row in rows if row.finding.code in CHANGED}
    if not keys:
        return {}
    parts = RealignedPart.objects.filter(is_active=True, key_result__cycle=cycle, key_result__key__in=keys)
    return dict(parts.order_by("-realignment_id").values_list("key_result__key", "realignment_id"))

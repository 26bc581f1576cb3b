"""The facts of agreements, read set-based: a fixed number of statements for any number of key results."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accord.domain.facts import (
    ActionFacts,
    ContributionFacts,
    DutyFacts,
    KeyResultFacts,
    MetricFacts,
    MilestoneFacts,
    NeedFacts,
    ProviderFacts,
)
from accord.domain.plan import PathPoint
from accord.models import Team, Use
from accord.queries.agreements import fact_rows as rows
from accord.queries.agreements.fact_rows import Row
from accord.queries.prepared import Prepared


def key_result_facts(ids: Collection[int]) -> dict[int, KeyResultFacts]:
    """What today's definitions say about these key results (row ids), as agreements see it.

    Drafts and dropped ones are left out of the answer, so that a caller sees that they bind nobody.
    """
    loaded = Loaded.of(ids)
    return {row["id"]: loaded.facts(row) for row in loaded.key_results}


def successors() -> dict[str, str]:
    """Ended teams and who answers in their place today (the end of the chain), by their ids in the plan."""
    ended: dict[str, str] = dict(_ENDED())
    return {team: _last(team, ended) for team in ended}


_ENDED = Prepared(lambda: Team.objects.exclude(succeeded_by=None).order_by().values_list("key", "succeeded_by__key"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows of many key results, grouped so that one key result's facts are put together without a query."""

    key_results: list[Row]
    uses: Mapping[int, list[Row]]
    duties: Mapping[int, list[DutyFacts]]
    actions: Mapping[int, list[ActionFacts]]
    needs: Mapping[int, list[Row]]
    contributions: Mapping[int, list[ContributionFacts]]
    providers: Mapping[tuple[str, int], ProviderFacts]
    metrics: Mapping[str, MetricFacts]
    milestones: Mapping[str, MilestoneFacts]
    successors: Mapping[str, str]

    @classmethod
    def of(cls, ids: Collection[int]) -> "Loaded":
        key_results = rows.key_results(ids)
        uses = rows.uses(ids)
        needs = rows.needs(ids)
        asked = [need for group in needs.values() for need in group]
        providing = rows.key_results(rows.ids_of(asked, "provided_by_key_result_id"))
        naming = [*key_results, *providing, *(use for group in uses.values() for use in group)]
        milestone_ids = rows.ids_of(naming, "milestone_id") | rows.ids_of(asked, "provided_by_milestone_id")
        return cls(
            key_results=key_results,
            uses=uses,
            duties=rows.duties(ids),
            actions=rows.actions(ids),
            needs=needs,
            contributions=rows.contributions(ids),
            providers=rows.providers(asked, providing),
            metrics=rows.metrics(rows.ids_of(naming, "metric_id")),
            milestones=rows.milestones(milestone_ids),
            successors=successors(),
        )

    def facts(self, row: Row) -> KeyResultFacts:
        uses = self.uses.get(row["id"], ())
        return KeyResultFacts(
            id=row["key"],
            team=row["objective__team__key"],
            objective=row["objective__key"],
            objective_title=row["objective__wording"].get("title", row["objective__title"]),
            ambition=row["objective__ambition"],
            title=rows.first_text(row, "title"),
            due=row["due"] or row["cycle__end"],
            metric=row["metric__key"],
            milestone=row["milestone__key"],
            baseline=row["baseline"],
            target=row["target"],
            hold=rows.hold(row),
            path=tuple(PathPoint(date.fromisoformat(day), Decimal(value)) for day, value in row["path"]),
            completion_criteria=rows.first_text(row, "completion_criteria"),
            decomposition=rows.first_text(row, "decomposition"),
            guardrails=tuple(use["metric__key"] for use in uses if use["kind"] == Use.Kind.GUARDRAIL),
            terms=tuple(use["metric__key"] or use["milestone__key"] for use in uses if use["kind"] == Use.Kind.TERM),
            duties=tuple(self.duties.get(row["id"], ())),
            actions=tuple(self.actions.get(row["id"], ())),
            needs=tuple(self._need(need) for need in self.needs.get(row["id"], ())),
            contributions=tuple(self.contributions.get(row["id"], ())),
            metrics=self.metrics,
            milestones=self.milestones,
            successors=self.successors,
        )

    def _need(self, row: Row) -> NeedFacts:
        return NeedFacts(
            id=row["key"],
            provider=row["provider__key"],
            what=rows.first_text(row, "what"),
            for_action=row["for_action__key"] if _waits(row) else None,
            completion_criteria=rows.first_text(row, "completion_criteria"),
            by=row["by"],
            promised=row["promised"],
            provided_by=self._provider(row),
            declined=row["declined"] is not None,
        )

    def _provider(self, need: Row) -> ProviderFacts | None:
        if need["provided_by_milestone_id"]:
            return ProviderFacts("milestone", need["provided_by_milestone__key"])
        for kind in ("action", "key_result"):
            if row_id := need[f"provided_by_{kind}_id"]:
                return self.providers.get((kind, row_id))
        return None


def _waits(need: Row) -> bool:
    """An action that was dropped, or has moved to another key result, waits no longer, until it is back."""
    return not need["for_action__dropped_at"] and need["for_action__key_result_id"] == need["key_result_id"]


def _last(team: str, ended: Mapping[str, str]) -> str:
    while team in ended:
        team = ended[team]
    return team

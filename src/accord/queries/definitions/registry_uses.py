"""What keeps an entry of the registry beyond one cycle: other cycles that refer to it, and its own history."""

from accord.models import Cycle, KeyResult, MetricValue, Need, Use

Key = tuple[str, str]  # kind and id


def kept_beyond(cycle: Cycle | None) -> set[Key]:
    """Metrics and milestones that anything of another cycle refers to, or that have values."""
    key_results, needs = KeyResult.objects.live(), Need.objects.live()
    uses = Use.objects.filter(key_result__dropped_at=None)
    if cycle is not None:
        key_results, needs = key_results.exclude(cycle=cycle), needs.exclude(cycle=cycle)
        uses = uses.exclude(key_result__cycle=cycle)
    found = [
        ("metric", key_results, "metric__key"),
        ("metric", uses, "metric__key"),
        ("metric", MetricValue.objects.all(), "metric__key"),
        ("milestone", key_results, "milestone__key"),
        ("milestone", uses, "milestone__key"),
        ("milestone", needs, "provided_by_milestone__key"),
    ]
    return {
        (kind, key)
        for kind, rows, column in found
        for key in rows.order_by().values_list(column, flat=True).distinct()
        if key is not None
    }

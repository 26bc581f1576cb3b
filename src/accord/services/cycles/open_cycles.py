"""What is in a closed cycle stays as it is: asked by whatever writes into one, once it holds what it writes."""

from collections.abc import Collection

from accord.models import Cycle, KeyResult
from accord.services.definitions.edits import CycleClosed


def check(cycle: int) -> None:
    """Raise CycleClosed if this cycle (row id) is closed by now."""
    if Cycle.objects.filter(pk=cycle, closed_at__isnull=False).exists():
        raise CycleClosed


def check_of(key_results: Collection[int]) -> None:
    """Raise CycleClosed if the cycle of any of these key results (row ids) is closed by now."""
    if KeyResult.objects.filter(pk__amongst=list(key_results), cycle__closed_at__isnull=False).exists():
        raise CycleClosed

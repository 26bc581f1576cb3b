"""All alignment checks, in the order of their codes. A code keeps its meaning for ever."""

from accord.domain.checks import (
    agreements,
    conflicts,
    contributions,
    definitions,
    dependencies,
    focus,
    freshness,
    responsibility,
    strategy,
)
from accord.domain.checks.check import Check

CHECKS: tuple[Check, ...] = (
    *definitions.CHECKS,
    *responsibility.CHECKS,
    *dependencies.CHECKS,
    *contributions.CHECKS,
    *strategy.CHECKS,
    *conflicts.CHECKS,
    *focus.CHECKS,
    *freshness.CHECKS,
    *agreements.CHECKS,
)
BY_CODE = {check.code: check for check in CHECKS}

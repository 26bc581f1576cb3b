"""A plan that is laid out and put together again is the plan."""

from dataclasses import replace

from hypothesis import given, settings

from accord.domain.descriptions import described
from accord.domain.plan import Contribution, Need, Plan
from accord.domain.rebuilding import rebuilt
from tests.formats.generated import plans
from tests.tried import examples


@settings(max_examples=examples(50))
@given(plans())
def test_a_plan_laid_out_is_rebuilt_whole(plan: Plan) -> None:
    assert rebuilt(described(plan)) == _as_meant(plan)


def _as_meant(plan: Plan) -> Plan:
    """Without what only a file says: which keys stood in it, and the checks' section."""
    objectives = [
        replace(
            objective,
            contributes_to=tuple(_stated(each) for each in objective.contributes_to),
            key_results=tuple(
                replace(key_result, needs=tuple(_unstated(need) for need in key_result.needs))
                for key_result in objective.key_results
            ),
        )
        for objective in plan.objectives
    ]
    return replace(plan, objectives=tuple(objectives), checks=None)


def _stated(contribution: Contribution) -> Contribution:
    return replace(contribution, status=contribution.status or "proposed")


def _unstated(need: Need) -> Need:
    return replace(need, stated=frozenset())

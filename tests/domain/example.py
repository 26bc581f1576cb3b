"""The plan file's own example as facts: three teams, every kind of fact, and what two rounds of answers speak of."""

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
from accord.domain.plan import Hold, PathPoint

COMPLAINTS = MetricFacts(
    id="complaint-rate",
    name="Complaint rate",
    definition="Complaints received per 1,000 active customers in a calendar month.",
    formula="1000 * complaints / active customers",
    counts="E-mail, phone, chat and store reviews with one or two stars.",
    excludes="Questions, duplicates within a day.",
    unit="per 1,000",
    source="support desk export",
    frequency="monthly",
    better="lower",
)
EXAMPLE = KeyResultFacts(
    id="complaints-down",
    team="northwind",
    objective="fewer-complaints",
    objective_title="Reduce customer complaints by 40% while maintaining growth targets",
    ambition="committed",
    title="Complaint rate from 10 to 6",
    due=date(2026, 12, 31),
    metric="complaint-rate",
    baseline=Decimal(10),
    target=Decimal(6),
    path=(PathPoint(date(2026, 11, 15), Decimal(8)),),
    completion_criteria="The December rate, published by Support, is 6.0 or lower.",
    decomposition="Fix the three top causes (half), set expectations (a quarter), answer faster (a quarter).",
    guardrails=("growth-rate",),
    terms=("first-reply", "beta"),
    duties=(DutyFacts("support", "Samples 100 tickets every Friday."),),
    actions=(
        ActionFacts(
            "fix-export",
            "Fix the export that loses rows",
            "engineering",
            date(2026, 11, 20),
            Decimal(15),
            Decimal("2.0"),
        ),
        ActionFacts("set-expectations", "Say on the page how long a reply takes"),
    ),
    needs=(
        NeedFacts(
            id="cause-report",
            provider="support",
            what="Weekly report of complaint causes, tagged",
            for_action="fix-export",
            completion_criteria="Ten most frequent causes with counts and two examples each.",
            by=date(2026, 10, 20),
            promised=date(2026, 10, 18),
            provided_by=ProviderFacts("action", "tag-causes", "Tag causes", date(2026, 10, 18)),
        ),
        NeedFacts(
            id="steady-desk",
            provider="support",
            what="A desk that is there",
            provided_by=ProviderFacts(
                "key_result",
                "desk-up",
                "The desk is up",
                date(2026, 12, 31),
                metric="uptime",
                hold=Hold(at_least=Decimal("99.50")),
            ),
        ),
        NeedFacts("spare-hands", "finance", "Two people for a week", declined=True),
    ),
    contributions=(
        ContributionFacts("faster-replies", "Answer the same day", "support", Decimal(15), "accepted"),
        ContributionFacts("nicer-shop", "A shop people like", "shop", None, "proposed"),
    ),
    metrics={
        "complaint-rate": COMPLAINTS,
        "growth-rate": MetricFacts("growth-rate", "Growth rate", better="higher"),
        "first-reply": MetricFacts("first-reply", "Time to first reply"),
        "uptime": MetricFacts("uptime", "Uptime", unit="%"),
        "unrelated": MetricFacts("unrelated", "Something else"),
    },
    milestones={
        "beta": MilestoneFacts("beta", "Public beta", "Anyone can sign up without an invitation.", date(2026, 11, 15))
    },
)

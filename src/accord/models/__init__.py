"""Tables, their constraints and named querysets; one file per noun."""

from accord.models.accounts import Invitation, User
from accord.models.agreements import Act, Agreement, Answer, Content, Message, Party
from accord.models.cadences import ReviewCadence, ReviewWeek
from accord.models.carrying_over import CarriedKeyResult, CarriedObjective
from accord.models.changes import Change, Revision
from accord.models.cycles import Cycle, StrategicGoal
from accord.models.events import Concern, Event, Outbox
from accord.models.feeds import CalendarFeed
from accord.models.findings import AcceptedFinding, Finding, JudgedCycle, Unjudged
from accord.models.handovers import Closing, HandoverStep, Verdict
from accord.models.key_results import Action, CheckIn, Duty, KeyResult, Need, Use
from accord.models.objectives import Contribution, Objective, ServedGoal
from accord.models.people import Membership, Organization, Person, ReportingLine, Team
from accord.models.realignments import GoneAhead, RealignedPart, RealignedRevision, Realignment
from accord.models.registry import Influence, Metric, MetricValue, Milestone
from accord.models.reviews import Review, Update
from accord.models.telling import Follow, Notice, Telling

__all__ = [
    "AcceptedFinding",
    "Act",
    "Action",
    "Agreement",
    "Answer",
    "CalendarFeed",
    "CarriedKeyResult",
    "CarriedObjective",
    "Change",
    "CheckIn",
    "Closing",
    "Concern",
    "Content",
    "Contribution",
    "Cycle",
    "Duty",
    "Event",
    "Finding",
    "Follow",
    "GoneAhead",
    "HandoverStep",
    "Influence",
    "Invitation",
    "JudgedCycle",
    "KeyResult",
    "Membership",
    "Message",
    "Metric",
    "MetricValue",
    "Milestone",
    "Need",
    "Notice",
    "Objective",
    "Organization",
    "Outbox",
    "Party",
    "Person",
    "RealignedPart",
    "RealignedRevision",
    "Realignment",
    "ReportingLine",
    "Review",
    "ReviewCadence",
    "ReviewWeek",
    "Revision",
    "ServedGoal",
    "StrategicGoal",
    "Team",
    "Telling",
    "Unjudged",
    "Update",
    "Use",
    "User",
    "Verdict",
]

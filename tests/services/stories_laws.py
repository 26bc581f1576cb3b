"""What must hold after every step of a story."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from hypothesis.stateful import invariant

from accord import models as m
from accord.services import doctor
from tests.services.plain_plan import CLAUSES
from tests.services.stories import Organization


class LawfulOrganization(Organization):
    """Compared with what is told, after every step."""

    @invariant()
    def parts_hold_and_stand_as_told(self) -> None:
        stored = {
            (party.team.key, (party.agreement.key_result.key, clause)): (party.states[n], party.fingerprints[n])
            for party in m.Party.objects.select_related("team", "agreement__key_result")
            for n, clause in enumerate(CLAUSES)
        }
        told = {part: (letter, sha256(held.encode()).hexdigest()) for part, (letter, held) in self.told.seen.items()}
        assert stored == told

    @invariant()
    def agreements_are_as_their_worst_part(self) -> None:
        letters: dict[str, str] = {}
        for (_, (result, _)), (letter, _) in self.told.seen.items():
            letters[result] = letters.get(result, "") + letter
        names = {"x": "objected", "s": "stale", "o": "open", "a": "agreed"}
        worst = {result: names[next(each for each in "xsoa" if each in found)] for result, found in letters.items()}
        assert dict(m.Agreement.objects.values_list("key_result__key", "state")) == worst

    @invariant()
    def realignments_are_as_told(self) -> None:
        rows, told = list(m.Realignment.objects.order_by("id")), self.told.realigned.told
        assert [row.state for row in rows] == [each.state for each in told]
        assert [row.deadline for row in rows] == [answer_day(row.opened_at) for row in rows]
        columns = ("realignment_id", "team__key", "key_result__key", "clause", "state")
        stored = set(m.RealignedPart.objects.filter(is_active=True).values_list(*columns))
        assert stored == {
            (row.pk, team, result, CLAUSES.index(clause) + 1, self.told.seen[team, (result, clause)][0])
            for row, each in zip(rows, told, strict=True)
            if each.state == "open"
            for team, (result, clause) in each.parts
        }

    @invariant()
    def what_is_kept_holds(self) -> None:
        """Looked at every few steps: what is broken here stays broken."""
        self.looks += 1
        if self.looks % 5 == 0:
            self.every_answer_can_be_read_word_for_word()
            self.no_history_is_rewritten()
            self.the_doctor_finds_what_is_stored()

    def every_answer_can_be_read_word_for_word(self) -> None:
        columns = ("team__key", "key_result__key", "clause", "kind", "fingerprint")
        bodies = dict(m.Content.objects.values_list("fingerprint", "body"))
        given = [
            (team, (result, CLAUSES[clause - 1]), kind, bodies[held])
            for team, result, clause, kind, held in m.Answer.objects.order_by("id").values_list(*columns)
        ]
        assert sorted(given) == sorted(self.told.said)

    def no_history_is_rewritten(self) -> None:
        for table in (m.Change, m.Revision, m.Act, m.Answer, m.Content, m.Message, m.Event):
            today = {row["pk"]: row for row in table.objects.values("pk", *_columns(table))}
            before = self.kept.get(table.__name__, {})
            assert {pk: today.get(pk) for pk in before} == before
            self.kept[table.__name__] = today

    def the_doctor_finds_what_is_stored(self) -> None:
        # Nobody works beside a story; that findings follow is told in tests/services/test_findings_over_time.py.
        assert [each for each in doctor.problems(now=self.clock.now) if each.where != "findings"] == []

    def check(self) -> None:
        """All of these, in a story told by hand."""
        self.parts_hold_and_stand_as_told()
        self.agreements_are_as_their_worst_part()
        self.realignments_are_as_told()
        self.every_answer_can_be_read_word_for_word()
        self.the_doctor_finds_what_is_stored()


def answer_day(opened: datetime) -> date:
    """Five working days later, by counting on fingers."""
    day, left = opened.date(), 5
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < 6
    return day


def _columns(table: Any) -> list[str]:
    return [each.attname for each in table._meta.concrete_fields]

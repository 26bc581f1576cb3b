"""Answers that are given with a change, in its transaction and at its time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from accord.domain.realignment import PartOf
from accord.models import Act, Answer, Change, Revision
from accord.services import bulk
from accord.services.agreements import answer_mail, standing_yes
from accord.services.agreements.standing import Answering
from accord.services.agreements.standing_rows import Stored
from accord.services.definitions.revisions import Revised
from accord.services.telling.events import Actor

# Which parts the author of a change agrees to with it.
Yes = Callable[[Stored, Stored, Sequence[Revised], Actor], Sequence[PartOf]]
ANSWER = ("act_id", "key_result_id", "team_id", "clause", "kind", "fingerprint", "is_standing")


def answering(
    change: Change, revised: Sequence[Revised], *, by: Actor, yes: Yes | None, into: list[PartOf]
) -> Answering:
    """What is agreed to with this change: by its author what `yes` says, and by whom it grants what they had asked.

    The parts are listed in `into`.
    """

    def answer(before: Stored, after: Stored) -> Sequence[PartOf]:
        into.extend(_answer(before, after, change=change, revised=revised, by=by, yes=yes))
        return into

    return answer


def _answer(
    before: Stored, after: Stored, *, change: Change, revised: Sequence[Revised], by: Actor, yes: Yes | None
) -> Sequence[PartOf]:
    own = list(yes(before, after, revised, by)) if yes and by.person else []
    mine = set(own)
    granted = [(part, person) for part, person in standing_yes.parts(before, after, revised) if part not in mine]
    if own or granted:
        seen = Revision.objects.order_by("-id").values_list("id", flat=True).first()
        if own:
            act = _record(own, after, change, seen, person=by.person_id, email=by.email)
            if by.via == "shell":
                answer_mail.tell_agreed_with_a_change(act, own, by=by)
        by_person: dict[int, list[PartOf]] = defaultdict(list)
        for part, person in granted:
            by_person[person].append(part)
        for person, parts in by_person.items():
            _record(parts, after, change, seen, person=person, email="", is_standing=True)
    return [*own, *(part for part, _ in granted)]


def _record(
    parts: Iterable[PartOf],
    after: Stored,
    change: Change,
    seen: int | None,
    *,
    person: int,
    email: str,
    is_standing: bool = False,
) -> Act:
    act = Act.objects.create(at=change.at, by_id=person, by_email=email, via=change.via, seen_id=seen)
    fingerprints = {part: after[part.key_result, part.team].fingerprints[part.clause - 1] for part in parts}
    rows = ((act.pk, *part, Answer.Kind.AGREE.value, held, is_standing) for part, held in fingerprints.items())
    bulk.add(Answer, rows, columns=ANSWER)
    return act

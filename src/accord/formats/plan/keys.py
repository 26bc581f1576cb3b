"""The kinds of values that most sections have keys of."""

from accord.formats.plan.grammar import Day, Field, Id, Number, Reference, Text

TEXT = Text()
FILLED_TEXT = Text(filled=True)
DAY = Day()
NUMBER = Number()
NOT_NEGATIVE = Number(least=0)
A_PERSON = Reference(("person",))
A_TEAM = Reference(("team",))
A_METRIC = Reference(("metric",))
A_KEY_RESULT = Reference(("key_result",))


def id_of(what: str) -> Field:
    """The key `id`, which every item has by which a second import finds it again."""
    return Field("id", Id(), f"What the {what} is known by.", required=True)

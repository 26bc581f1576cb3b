"""A month of Tidewell with the clock moved: who is mailed what, who sees what at home, and what is kept.

The story of the demo ends on Wednesday 18 November 2026. From there the worker does its chores, and people act on
pages: each station goes on where the one before it ended, and says exactly what came of it.
"""

from collections import Counter

import pytest
from django.db.models import F

from accord.models import CheckIn, Notice, Outbox, Person, Realignment, Review, Update
from accord.queries.telling.told_people import told_people
from accord.services import doctor
from accord.services.telling.telling import remind
from tests.demo.month import MORNINGS, Month, at, paper

pytestmark = pytest.mark.django_db
CALENDAR, FAILURES = "Calendar sync tickets per week", "Releases that hurt customers"
TAGS, REOPENED = "Tickets with a correct cause tag", "Tickets reopened within 14 days"
TOUR, RELEASE = "Clinics that finish the first-week tour", "Time to release"
# Who answers for each team, as letters are addressed: its lead, and whom it has named.
PRODUCT, ENGINEERING, PLATFORM = ("priya", "daniel"), ("jonas", "aylin"), ("femi", "sinead")
DATA, SUPPORT, MARKETING = ("ines", "kofi"), ("mara", "ida"), ("lena", "camille")
SALES, FINANCE = ("owen", "elena"), ("sofia", "henrik")
UPTIME = "How far is “Booking service uptime”?"
WEEKLY = {
    "aylin": ["How far is “Releases that start from a real complaint”?"],
    "camille": [f"How far is “{TOUR}”?"],
    "femi": [f"How far is “{RELEASE}”?"],
    "hanna": ["How far is “Standing access to patient data”?"],
    "kofi": ["How far is “Reports on time”?"],
    "linnea": ["How far is “Screens tested with clinics”?"],
    "noor": ["How far is “Recurring revenue growth stays at 18% or more”?"],
    "priya": [f"How far is “{CALENDAR}”?"],
    "sinead": ["How far is “Size of a release”?"],
    "sofia": ["How far is “Billing questions a week”?"],
}
WITHOUT_A_WORD = {
    "tidewell": "noor-haddad", "product": "priya-raman", "design": "priya-raman", "marketing": "lena-fischer",
    "sales": "owen-pryce", "partners": "owen-pryce", "finance": "sofia-conti", "people": "aoife-brennan",
}  # fmt: skip


@pytest.fixture
def month(monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> Month:
    """Whoever carries a number can sign in; Sinéad lives in Los Angeles, Raj in Kolkata."""
    settings.TIME_ZONE = "Europe/Berlin"  # type: ignore[attr-defined]
    found = Month(monkeypatch)
    for person in ("linnea-berg", "samuel-okafor", "raj-patel"):
        found.enter(person)
    found.live_in("sinead-walsh", "America/Los_Angeles")
    found.live_in("raj-patel", "Asia/Kolkata")
    return found


def test_a_month_of_reviews_updates_and_one_correction(month: Month, caplog: pytest.LogCaptureFixture) -> None:
    the_story_itself_is_mailed_to_nobody(month)
    answers_are_asked_for_again(month)
    numbers_are_asked_for_once_and_not_of_whoever_said_them(month)
    the_change_of_the_story_is_answered_late(month)
    a_promise_is_delivered_and_received(month)
    reviews_are_due(month)
    engineering_is_in_trouble_and_says_so(month)
    most_publish_without_typing_a_word(month)
    support_corrects_a_target_from_its_review(month)
    the_month_is_told_to_whoever_leads_above_others(month)
    what_was_told_is_read_answered_or_not(month)
    the_correction_is_agreed_to(month)
    what_nobody_read_in_time_is_seen_by_both(month)
    the_year_ends(month)
    letters_were_few_and_came_by_day(month)
    what_is_kept_is_whole(month)
    assert "failed" not in caplog.text


def test_without_reminders_the_stations_say_so(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.services.telling.telling.remind", lambda *, now: 0)
    the_story_itself_is_mailed_to_nobody(month)

    for station in (answers_are_asked_for_again, numbers_are_asked_for_once_and_not_of_whoever_said_them):
        with pytest.raises(AssertionError):
            station(month)

    assert month.letters == []
    assert remind(now=at(11, 27, 6)) > 0


def each(people: tuple[str, ...], *subjects: str) -> dict[str, list[str]]:
    return {person: list(subjects) for person in people}


def the_story_itself_is_mailed_to_nobody(month: Month) -> None:
    month.work()
    assert month.letters == []
    assert month.home("mara-lindqvist") == [
        "Engineering asks: Can you provide the weekly causes notes by Fri 27 Nov?",
        "Marketing asks: Can you provide ten ‘how do I’ questions by Fri 4 Dec?",
        f"Answer clause 4 of {CALENDAR}",
        "Jonas Weber’s change touches 3 of your agreements",
    ]


def answers_are_asked_for_again(month: Month) -> None:
    """Once, in the morning of the last working day before. The month begins on such a day, after its morning."""
    month.until(at(11, 19, 9))
    assert month.mailed() == each((*FINANCE, *SUPPORT), waits("Thu 19 Nov"))

    month.until(at(11, 20, 17))
    assert month.mailed() == each((*PRODUCT, *SALES), waits("Mon 23 Nov"))


def numbers_are_asked_for_once_and_not_of_whoever_said_them(month: Month) -> None:
    """Each at eight on the person's own clock; what Mara and Samuel have said is not asked for."""
    month.check_in("mara-lindqvist", "sup-1.1", "200", confidence="likely")  # one of her five
    month.until(at(11, 23, 7, 30))
    month.check_in("samuel-okafor", "eng-3.1", "70")  # half an hour before his reminder, which is settled already
    month.reminded()
    month.until(at(11, 23, 18))
    assert month.reminded() == WEEKLY | {"mara": ["How far are 4 of your numbers?"]}
    assert {letter.at for letter in month.letters if letter.person == "sinead"} == {at(11, 23, 17)}

    month.check_in("femi-balogun", "pla-2.1", "99.97")
    month.until(at(11, 25, 18))
    assert month.reminded() == {"femi": [UPTIME], "jonas": [f"How far is “{FAILURES}”?"]}


def the_change_of_the_story_is_answered_late(month: Month) -> None:
    """Support and Data answer on the day; Product and Platform after others were told that they have not."""
    number = Realignment.objects.get(state="open").pk
    two, three = (f"{count} agreements wait for your answer until {{}}" for count in (2, 3))
    assert month.mailed() == {
        **each(ENGINEERING, waits("Tue 24 Nov")),
        **each(SUPPORT, two.format("Tue 24 Nov"), three.format("Wed 25 Nov")),
        **each((*PRODUCT, *DATA), waits("Wed 25 Nov")),
        **each(PLATFORM, two.format("Wed 25 Nov")),
    }

    month.agree_again("mara-lindqvist", number)
    month.agree_again("ines-duarte", number)
    month.until(at(11, 26, 7))
    assert month.mailed() == {
        **each(ENGINEERING, f"Support agreed to clauses 1 and 5 of {FAILURES}", all_agree(REOPENED)),
        **each(PLATFORM, f"Support agreed to clause 5 of {RELEASE}"),
        **each(SUPPORT, all_agree(REOPENED)),
    }

    month.until(at(11, 26, 18))
    passed = "The deadline has passed without an answer from Product and Platform to a change."
    assert month.mailed() == each((*PRODUCT, *PLATFORM, "jonas", "noor"), passed)

    month.until(at(11, 26, 19))
    month.agree_again("priya-raman", number)
    month.work()
    month.agree_again("femi-balogun", number)
    month.until(at(11, 27, 7))
    assert month.mailed() == {
        **each(
            ENGINEERING, f"Product agreed to clauses 1 and 5 of {FAILURES}", all_agree(FAILURES), all_agree(RELEASE)
        ),
        **each(PRODUCT, all_agree(FAILURES)),
        **each(SUPPORT, all_agree(FAILURES), all_agree(RELEASE)),
    }
    assert Realignment.objects.get(pk=number).state == "realigned"


def a_promise_is_delivered_and_received(month: Month) -> None:
    month.until(at(11, 27, 7))
    month.hand_over("lena-fischer", "tour", "delivered", day="2026-11-27", link="https://tour.tidewell.example/")
    month.until(at(11, 27, 7, 30))
    delivered = "Marketing delivered ‘First-week tour’ for Issues solved in one conversation."
    assert month.mailed() == each(SUPPORT, delivered)

    month.hand_over("mara-lindqvist", "tour", "received")
    month.until(at(11, 27, 7, 45))
    received = "Support received ‘First-week tour’ for Issues solved in one conversation."
    assert month.mailed() == each(MARKETING, received)


def reviews_are_due(month: Month) -> None:
    """On Monday 30 November: on Friday whoever answers for a team is told so, and it stands on home."""
    month.until(at(11, 27, 15))
    assert month.mailed() == {
        **each(ENGINEERING, due("Engineering")),
        **each(("femi",), due("Platform")),
        **each(("hanna",), due("Security")),
        **each(DATA, due("Data")),
        **each(SUPPORT, due("Support")),
        **each(MARKETING, due("Marketing")),
        **each(FINANCE, due("Finance")),
        **each(("aoife",), due("People")),
        **each(("noor",), due("Tidewell")),
        **each((*PRODUCT, *SALES), "2 reviews are due on Mon 30 Nov"),
    }
    assert month.home("ines-duarte")[-1] == "November review, Data"

    month.review("ines-duarte", "data")
    month.until(at(11, 30, 9))
    assert month.mailed() == {"hanna": [published("Data")], "sinead": [due("Platform")]}
    assert "November review, Data" not in month.home("ines-duarte")
    assert month.home("hanna-vogt")[-2:] == ["November review, Security", "Data tells Security how it is doing"]


def engineering_is_in_trouble_and_says_so(month: Month) -> None:
    said = {"value-eng-1.1": "9.5", "confidence-eng-1.1": "unlikely", "note-eng-1.1": "Two hotfixes in one week."}
    month.review("jonas-weber", "engineering", **said, way="The checklist reaches Support two weeks late.")
    month.until(at(11, 30, 10))
    assert month.mailed() == each((*PRODUCT, "femi", *DATA, *SUPPORT), published("Engineering"))
    assert CheckIn.objects.filter(key_result__key="eng-1.1").latest("date").value == 9.5
    assert month.home("femi-balogun")[-1] == "Engineering tells Platform how it is doing"


def most_publish_without_typing_a_word(month: Month) -> None:
    before = CheckIn.objects.count()
    for team, person in WITHOUT_A_WORD.items():
        month.review(person, team)
    month.until(at(11, 30, 12))
    assert month.mailed() == {
        **each(("aylin", "jonas"), published("Tidewell")),
        **each(SUPPORT, published("Tidewell"), published("Product")),
        **each(PRODUCT, published("Tidewell"), published("Marketing")),
        **each(MARKETING, published("Tidewell"), published("Sales")),
        **each(DATA, published("Product"), published("Sales")),
        **each(SALES, published("Product"), published("Finance")),
        **each(("hanna",), published("Sales"), published("People")),
        **each(("femi",), published("Finance")),
    }
    assert CheckIn.objects.count() == before


def support_corrects_a_target_from_its_review(month: Month) -> None:
    """Who has it in a part that was agreed is asked: Product, and Marketing, which waits for the same tags."""
    month.correct("mara-lindqvist", "support", "sup-2.1", target="90", reason="Ninety is what a second reader reaches.")
    said = {"value-sup-2.1": "78", "confidence-sup-2.1": "unlikely"}
    month.review("mara-lindqvist", "support", **said, correct="Tags reach 90 of 100 by the 18th, not 95.")
    month.until(at(11, 30, 18))
    touches = "Mara Lindqvist’s change touches {} of yours (answer by Mon 7 Dec)"
    assert month.mailed() == {
        **each(PRODUCT, touches.format("2 agreements"), published("Support")),
        **each(MARKETING, touches.format("an agreement"), published("Support")),
        **each(("noor", *ENGINEERING, *DATA, *FINANCE), published("Support")),
        "sinead": [published("Engineering"), published("Finance")],
    }
    assert month.home("lena-fischer") == [
        f"Mara Lindqvist’s change touches {TOUR}",
        "Tidewell tells Marketing how it is doing",
        "Sales tells Marketing how it is doing",
        "Support tells Marketing how it is doing",
    ]


def the_month_is_told_to_whoever_leads_above_others(month: Month) -> None:
    month.until(at(12, 1, 12))
    across = "November 2026 across the teams of {}"
    assert month.mailed() == {
        **each(("noor",), across.format("Tidewell")),
        **each(PRODUCT, across.format("Product")),
        **each(ENGINEERING, across.format("Engineering")),
        **each(SALES, across.format("Sales")),
        **each(("femi",), late("Platform")),
        **each(("hanna",), late("Security")),
    }
    assert month.home("femi-balogun") == [
        "November review, Platform",
        "Engineering tells Platform how it is doing",
        "Finance tells Platform how it is doing",
    ]


def what_was_told_is_read_answered_or_not(month: Month) -> None:
    told = {(u.review.team.key, u.team.key): u.pk for u in Update.objects.select_related("review__team", "team")}
    month.read("mara-lindqvist", told["engineering", "support"])
    month.read("priya-raman", told["engineering", "product"], "Then the third fix goes out behind its switch.")
    month.read("kofi-mensah", told["engineering", "data"])
    month.until(at(12, 1, 15))
    assert month.mailed() == each(ENGINEERING, "Product answered what Engineering’s review of November tells it.")
    month.until(at(12, 2, 10))
    month.review("femi-balogun", "platform")  # two days late
    month.until(at(12, 2, 18))
    assert month.mailed() == {**each((*ENGINEERING, *FINANCE), published("Platform")), "sinead": [late("Platform")]}
    assert "November review, Platform" not in month.home("femi-balogun")


def the_correction_is_agreed_to(month: Month) -> None:
    (number,) = Realignment.objects.filter(state="open").values_list("pk", flat=True)
    month.agree_again("daniel-kovac", number)
    month.until(at(12, 3, 9))
    month.agree_again("camille-roux", number)
    month.until(at(12, 3, 18))
    assert Realignment.objects.get(pk=number).state == "realigned"
    assert month.mailed() == {
        **each(SUPPORT, all_agree(TAGS), all_agree(TOUR)),
        **each(PRODUCT, all_agree(TOUR)),
    }


def what_nobody_read_in_time_is_seen_by_both(month: Month) -> None:
    month.until(at(12, 7, 18))
    assert month.mailed() == each(PRODUCT, waits("Mon 7 Dec"))  # where it was negotiated still when it changed
    assert month.not_read("jonas-weber") == []

    month.until(at(12, 8, 9))
    assert month.mailed() == {}
    assert month.not_read("jonas-weber") == ["Platform"]
    assert "Engineering tells Platform how it is doing" in month.home("femi-balogun")


def the_year_ends(month: Month) -> None:
    """December’s review is due on the last day of the cycle; whoever has not written it hears so after the holidays."""
    month.worked = MORNINGS
    month.until(at(12, 31, 12))
    assert month.reminded()["linnea"] == WEEKLY["linnea"] * 5
    assert month.mailed() == {
        **each(ENGINEERING, december("Engineering", "is")),
        **each(PLATFORM, december("Platform", "is")),
        **each(("hanna",), december("Security", "is")),
        **each(DATA, december("Data", "is")),
        **each(SUPPORT, december("Support", "is")),
        **each(MARKETING, december("Marketing", "is")),
        **each(FINANCE, december("Finance", "is")),
        **each(("aoife",), december("People", "is")),
        **each(("noor",), december("Tidewell", "is")),
        **each((*PRODUCT, *SALES), "2 reviews are due on Thu 31 Dec"),
    }
    month.review("mara-lindqvist", "support")
    month.until(at(1, 4, 12))
    january = month.mailed()
    assert january.keys() & {"mara", "ida"} == set()
    assert january["hanna"] == [december("Security", "was", " 2026")]
    told_again = "Support published its review of December."  # and November’s correction, never acknowledged
    across = "December 2026 across the teams of Tidewell"
    assert january["noor"] == [told_again, december("Tidewell", "was", " 2026"), across]
    assert "December review, Security" in month.home("hanna-vogt")


def letters_were_few_and_came_by_day(month: Month) -> None:
    """Nobody hears of one thing twice or of what they did, and nobody at night."""
    people = told_people(list(Person.objects.values_list("pk", flat=True)))
    zones = {person.email.partition("@")[0]: person.zone for person in people.values()}
    assert [letter for letter in month.letters if not 7 <= letter.at.astimezone(zones[letter.person]).hour < 20] == []
    twice = Counter((letter.person, letter.subject) for letter in month.letters if not letter.is_of_numbers)
    assert [letter for letter, times in twice.items() if times > 1] == []
    a_day = Counter((letter.person, letter.at.date()) for letter in month.letters if letter.is_of_numbers)
    assert set(a_day.values()) == {1}
    assert not Notice.objects.filter(person=F("event__by")).exists()
    assert Counter(letter.is_of_numbers for letter in month.letters) == {True: 125, False: 196}


def what_is_kept_is_whole(month: Month) -> None:
    assert list(doctor.problems(now=month.now)) == []
    assert {number: paper(number) for number in month.papers} == month.papers
    assert Review.objects.filter(published_at__isnull=False).count() == len(month.papers) == 13
    assert not Outbox.objects.filter(done_at=None, due_at__lte=month.now).exists()
    assert not Outbox.objects.exclude(problem="").exists()
    assert Counter(Update.objects.values_list("asks", flat=True)) == {False: 46, True: 37}


def waits(day: str) -> str:
    return f"An agreement waits for your answer until {day}"


def all_agree(title: str) -> str:
    return f"All parties agree on {title}"


def december(team: str, is_or_was: str, year: str = "") -> str:
    return f"{team}’s review {is_or_was} due on Thu 31 Dec{year}"


def due(team: str) -> str:
    return f"{team}’s review is due on Mon 30 Nov"


def late(team: str) -> str:
    return f"{team}’s review was due on Mon 30 Nov"


def published(team: str) -> str:
    return f"{team} published its review of November."

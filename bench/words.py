"""Words for made-up organizations: names, and texts as long as those that people write."""

from random import Random

AREAS = (
    "Payments", "Search", "Onboarding", "Billing", "Calendar", "Checkout", "Identity", "Inventory", "Logistics",
    "Mobile", "Messaging", "Pricing", "Reporting", "Returns", "Scheduling", "Storefront", "Subscriptions", "Telephony",
    "Warehouse", "Accounts", "Claims", "Contracts", "Delivery", "Devices", "Documents", "Fleet", "Forecasting",
    "Imaging", "Insurance", "Invoicing", "Kitchens", "Learning", "Loyalty", "Markets", "Networks", "Partners",
    "Procurement", "Records", "Security", "Travel",
)  # fmt: skip
FUNCTIONS = (
    "Platform", "Operations", "Research", "Support", "Design", "Analytics", "Quality", "Engineering", "Sales",
    "Marketing", "Finance", "People",
)  # fmt: skip
PLACES = ("North", "South", "East", "West", "Central", "Overseas")
FIRST_NAMES = (
    "Ada", "Amir", "Anouk", "Bruno", "Carmen", "Chidi", "Daria", "Elif", "Emeka", "Fatima", "Georg", "Hana", "Ines",
    "Ivo", "Jana", "Jiro", "Kaja", "Lars", "Leila", "Luca", "Mai", "Mateo", "Mila", "Nadia", "Nils", "Noor", "Olga",
    "Omar", "Paulo", "Petra", "Rafael", "Rosa", "Samir", "Sanna", "Tariq", "Tess", "Uma", "Vera", "Wen", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Abebe", "Adler", "Aoki", "Barros", "Berg", "Castel", "Cerny", "Costa", "Dahl", "Demir", "Diallo", "Eriksen",
    "Farah", "Ferri", "Fischer", "Garcia", "Haas", "Haddad", "Ivanov", "Jansen", "Kaya", "Keller", "Kone", "Kumar",
    "Laine", "Lopez", "Mbeki", "Meyer", "Moreau", "Nagy", "Novak", "Okoro", "Park", "Petrov", "Quist", "Rahman",
    "Ricci", "Sato", "Silva", "Tanaka", "Urban", "Vogel", "Weiss", "Yilmaz", "Zhou",
)  # fmt: skip
THINGS = (
    "failed card payments", "open support tickets", "first replies", "duplicate accounts", "late deliveries",
    "manual refunds", "unread invoices", "lost sessions", "search results without a click", "abandoned carts",
    "wrong addresses", "incident hours", "slow page loads", "missed appointments", "unpaid orders", "returned parcels",
    "open audit findings", "days to hire", "trial customers who stay", "renewals at full price", "partner referrals",
    "forecast errors", "stock-outs", "unanswered reviews", "expired contracts", "calls per order", "storage cost",
    "translated pages", "training hours", "customers who recommend us",
)  # fmt: skip
PLACES_OF_WORK = (
    "in every region", "for new customers", "on the mobile app", "in the first week", "for the ten largest accounts",
    "after the migration", "outside office hours", "in the southern markets", "for partners", "at month end",
    "in the self-service area", "on the old platform",
)  # fmt: skip
VERBS = (
    "Rebuild", "Measure", "Retire", "Automate", "Document", "Move", "Test", "Simplify", "Publish", "Review",
    "Negotiate", "Instrument", "Translate", "Consolidate", "Pilot", "Train people on",
)  # fmt: skip
OBJECTS = (
    "the import of partner data", "the weekly cause report", "the refund form", "the alert rules", "the price list",
    "the handover between shifts", "the address check", "the onboarding mails", "the old sync", "the stock forecast",
    "the tagging of tickets", "the contract templates", "the search index", "the login page", "the call script",
    "the data retention rules", "the release checklist", "the vendor shortlist", "the survey after delivery",
    "the access requests",
)  # fmt: skip
CHECKS = (
    "The figure is taken from the {source}, on the last working day, and counted without test accounts.",
    "Two weeks in a row are needed; a single good week does not count.",
    "{team} publishes the number, and the accountable person signs it off in the monthly review.",
    "Cases that were opened before the cycle are left out, and so are those that a partner caused.",
    "A sample of {number} cases is read by somebody outside the team, and at most three of them may differ.",
    "The value holds {place}, not only on average.",
    "Whatever is still being worked on at the end of the cycle counts as not done.",
)
STEPS = (
    "{verb} {thing}: this is expected to bring about {number} per cent of the way.",
    "{verb} {thing} together with {team}, because half of all cases begin there.",
    "The rest has to come from {thing}, which nobody has looked at since spring.",
    "First {thing}, since everything after it depends on that; then {other}.",
    "If {thing} takes longer than a month we stop and put the effort into {other} instead.",
    "{team} takes the cases {place}; we take the others.",
)
REASONS = (
    "Customers name it first when they leave.",
    "Three teams do this by hand every Monday, each in its own way.",
    "The board asked for it, and last year's attempt ended halfway.",
    "It costs more than any feature we could build instead.",
    "Everything that is planned for next year needs it.",
)


def sentences(rng: Random, patterns: tuple[str, ...], least: int, most: int, team: str) -> str:
    """A text of `least` to `most` sentences, with its gaps filled."""
    chosen = rng.sample(patterns, rng.randint(least, min(most, len(patterns))))
    return " ".join(filled(rng, pattern, team) for pattern in chosen)


def filled(rng: Random, pattern: str, team: str) -> str:
    """One sentence with its gaps filled; each gap takes its words from the same source every time."""
    thing, other = rng.sample(OBJECTS, 2)
    text = pattern.format(
        verb=rng.choice(VERBS),
        thing=thing,
        other=other,
        team=team,
        number=rng.randint(2, 19) * 5,
        place=rng.choice(PLACES_OF_WORK),
        source=f"{rng.choice(AREAS).lower()} export",
    )
    return text[0].upper() + text[1:]


def deed(rng: Random) -> str:
    """What an action does."""
    return f"{rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(PLACES_OF_WORK)}"

"""What is read right after a change: home and the agreement of a key result that no longer is what was agreed."""

from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction

from accord.models import Cycle
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from bench import bare, reading, writing
from bench.browser import Browser
from bench.pages import PAGES, Shown
from bench.rows import Row

READ = ("home", "agreement")


def rows(browser: Browser, shown: Shown) -> Iterator[Row]:
    """Each page with what the change left on it; the change itself is taken back."""
    edit = Edit("key_result", shown.names["key_result"], {"completion_criteria": "Otherwise than it was agreed."})
    with bare.connection_kept(), transaction.atomic():
        definitions.save(Cycle.objects.get(), [edit], by=writing.OPERATOR, clock=writing.now)
        for page in PAGES:
            if page.name in READ:
                row = reading.row(browser, page, shown)
                yield replace(row, name=f"{page.name}, after a change")
        transaction.set_rollback(True)

"""Measuring the pages that are read."""

from collections.abc import Iterator

from bench import bare, measure
from bench.browser import Answer, Browser
from bench.pages import PAGES, Page, Shown
from bench.rows import Row

LIKE_A_BROWSER = {"Accept-Encoding": "gzip"}


def rows(browser: Browser, shown: Shown) -> Iterator[Row]:
    """Every page: its cost, that of its SQL alone, and its cost packed, as browsers ask for it."""
    for page in PAGES:
        yield row(browser, page, shown)


def row(browser: Browser, page: Page, shown: Shown) -> Row:
    """What one page costs."""
    address = shown.address(page)
    answer = browser.get(address)
    if problem := _problem(page, shown, answer):
        return Row(page.name, page.hold, problem=problem)
    plain = measure.cpu(browser.request("GET", address))
    packed = measure.cpu(browser.request("GET", address, headers=LIKE_A_BROWSER))
    statements = bare.statements_of(lambda: browser.get(address))
    return Row(
        page.name,
        page.hold,
        cost=plain,
        statements=len(statements),
        bare=measure.cpu(bare.runner(statements)),
        size=len(answer.body),
        packed=packed,
        packed_size=len(browser.get(address, LIKE_A_BROWSER).body),
    )


def _problem(page: Page, shown: Shown, answer: Answer) -> str:
    if answer.status != 200:
        return f"answers {answer.status}"
    return "" if shown.is_on(page, answer.text) else "does not show what it is about"

"""What pages cost on a busy machine, so that before and after can be told apart: see measure.as_if_quiet."""

import logging
import sys

from bench import bare, measure
from bench.browser import Browser
from bench.pages import PAGES, Page, Shown

# What stands around every page, and nothing in it.
SHELL = Page("the shell alone", "/not-there/", "")


def show(browser: Browser, shown: Shown) -> None:
    """Print for every page its median and least, its SQL alone, and how many statements it takes."""
    logging.disable(logging.WARNING)  # of a page that is not there, which the shell alone is measured with
    print(f"{'as if quiet, ms':28}  median   least  bare SQL  statements")
    for page in (SHELL, *PAGES):
        address = shown.address(page)
        browser.get(address)  # the request below then has the cookies of a browser that was here before
        send = browser.request("GET", address)
        statements = bare.statements_of(send)
        cost, sql = measure.as_if_quiet(send), measure.as_if_quiet(bare.runner(statements))
        print(f"{page.name:28} {cost.median:7.1f} {cost.least:7.1f} {sql.median:9.1f} {len(statements):11}")
        sys.stdout.flush()

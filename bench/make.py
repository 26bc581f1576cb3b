"""Make an organization in the empty installation that the environment names: python -m bench.make OBJECTIVES."""

import sys
import time

import django


def main(objectives: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from accord.services import statistics
    from accord.services.findings import judging
    from bench.generate import SEED, organization
    from bench.life import live

    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"  {time.monotonic() - begun:>5.0f} s  {what}", file=sys.stderr)

    call_command("migrate", interactive=False, verbosity=0)
    live(organization(objectives), seed=SEED, tell=tell)
    tell("judging it")
    judging.judge(now=timezone.now())
    statistics.refresh()
    connection.close()
    tell("made")


if __name__ == "__main__":
    main(int(sys.argv[1]))

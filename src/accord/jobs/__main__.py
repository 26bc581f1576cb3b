"""The process that runs the jobs: `accord worker`, or beside the pages under `accord serve`."""

import os
import signal
import sys
import threading


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    import django

    django.setup()
    from accord.jobs import worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if "--until-stdin-closes" in sys.argv[1:]:
        threading.Thread(target=_stop_with_parent, args=[stop], daemon=True).start()
    worker.run(stop)


def _stop_with_parent(stop: threading.Event) -> None:
    """The other end of our input is `accord serve`: it closes when that ends, even if it is killed."""
    while os.read(0, 1024):
        pass
    stop.set()


if __name__ == "__main__":
    main()

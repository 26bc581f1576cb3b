"""The process that runs the jobs: `accord worker`, or beside the pages under `accord serve`."""

import gc
import os
import signal
import sys
import threading

# New objects after which Python looks for garbage: a round of chores makes thousands, and hardly any in circles.
LOOKED_AFTER = 10_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    import django

    django.setup()
    from accord.jobs import worker

    _settle()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if len(sys.argv) == 3 and sys.argv[1] == "--beside":
        threading.Thread(target=_stop_with, args=[int(sys.argv[2]), stop], daemon=True).start()
    worker.run(stop)


def _settle() -> None:
    """What has been loaded stays, and is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOKED_AFTER, 10, 10)


def _stop_with(server: int, stop: threading.Event) -> None:
    """Our parent is `accord serve`. When it is gone, even if it was killed, somebody else has become our parent."""
    while os.getppid() == server:
        stop.wait(1)
    stop.set()


if __name__ == "__main__":
    main()

"""What can go wrong with a copy of a database."""


class NoCopy(Exception):
    """A copy could not be taken, read or put back. The message says why."""

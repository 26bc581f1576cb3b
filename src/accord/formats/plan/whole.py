"""Files to one plan."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from accord.formats.plan.beside import Beside, when_asked
from accord.formats.plan.columns import Doubt
from accord.formats.plan.errors import PlanError
from accord.formats.plan.files import read_sources
from accord.formats.plan.garbage import uncollected
from accord.formats.plan.plan_file import Files, PlanFile, joined
from accord.formats.plan.quick import QuickReader
from accord.formats.plan.quick_files import QuickPart, quick_parts
from accord.formats.plan.text_order import Subjects, subjects_in

Lines = tuple[Subjects, Sequence[int]]  # what has an id, and the lines of these


def read_plan(arguments: Sequence[str], *, beside: Beside = when_asked) -> PlanFile:
    """Read the plan that files and folders hold together; raise PlanErrors with all that is wrong.

    Of large files something is read `beside` the rest.
    """
    sources, unreadable = read_sources(arguments)
    return _read([(source.name, source.data) for source in sources], unreadable, beside)


def read_documents(documents: Iterable[tuple[str, bytes]]) -> PlanFile:
    """Read the plan that named files, given by their bytes, hold together; raise PlanErrors."""
    return _read(list(documents), [], when_asked)


def _read(files: Files, errors: list[PlanError], beside: Beside) -> PlanFile:
    with uncollected():
        if not errors and (file := quickly(files, beside)):
            return file
        # Nearly every plan is right: what tells mistakes is loaded where there are any.
        from accord.formats.plan.exact import exactly

        return exactly(files, errors)


def quickly(files: Files, beside: Beside = when_asked) -> PlanFile | None:
    """The plan, if nothing at all is wrong with it."""
    reader = QuickReader()
    try:
        read = list(quick_parts(files, reader, beside))
        parts = [each.part for each in read]
        reader.look_together(parts)
    except Doubt:
        return None
    exactly = [cache(partial(_exact_lines, *file)) for file in files]
    lined = [(files[each.place][0], partial(_quick_lines, each, exactly[each.place])) for each in read]
    return PlanFile(joined(parts), lined)


def _quick_lines(read: QuickPart, exactly: Callable[[], Lines]) -> Lines:
    """Where ids stand, if they stand in the order of the plan; else what reading the file exactly says."""
    subjects = subjects_in(read.part, read.orders)
    words, lines = read.ids
    return (subjects, lines) if [word for _, word in subjects] == words else exactly()


def _exact_lines(name: str, data: bytes) -> Lines:
    from accord.formats.plan.exact import lines_of_ids

    return lines_of_ids(name, data)

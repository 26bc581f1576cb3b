"""Files to one plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import chain, islice, repeat
from typing import Any

from accord.domain.plan import Plan
from accord.formats.plan import json, yaml
from accord.formats.plan.beside import Beside, when_asked
from accord.formats.plan.columns import Doubt
from accord.formats.plan.documents import BROKEN, Content, Document, Flaw, TooManyErrors
from accord.formats.plan.encoding import decode
from accord.formats.plan.errors import PlanError, PlanErrors
from accord.formats.plan.files import read_sources
from accord.formats.plan.findings import At, Found, Problem, to_error
from accord.formats.plan.garbage import uncollected
from accord.formats.plan.grammar import MOST_ERRORS
from accord.formats.plan.json_places import place_of
from accord.formats.plan.quick import QuickReader
from accord.formats.plan.quick_files import QuickPart, quick_parts
from accord.formats.plan.reading import reader_of
from accord.formats.plan.sections import PLAN_FILE, Part
from accord.formats.plan.text_order import Subjects, subjects_in
from accord.formats.plan.together import malformed_references, problems_together

_ONCE = ("organization", "cycle", "checks")
_LISTS = (
    "strategic_goals",
    "people",
    "teams",
    "metrics",
    "milestones",
    "objectives",
    "check_ins",
    "metric_values",
)
Files = Sequence[tuple[str, bytes]]  # names and bytes
_Lined = tuple[str, Callable[[], tuple[Subjects, Sequence[int]]]]  # a file, and where the ids in it stand


class PlanFile:
    """A plan that was read, and where its subjects stand."""

    def __init__(self, plan: Plan, files: Sequence["_Lined"]) -> None:
        self.plan = plan
        self._files = files

    @cached_property
    def places(self) -> Mapping[tuple[str, str], tuple[str, int]]:
        """File and line of the id of each subject, by its kind (as in findings) and id."""
        places: dict[tuple[str, str], tuple[str, int]] = {}
        for name, find_lines in self._files:
            subjects, lines = find_lines()
            places.update(zip(subjects, zip(repeat(name), lines, strict=False), strict=True))
        return places

    def find_places(self) -> None:
        """Look places up now, if they are not known yet: it takes a while."""
        len(self.places)


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
        return (None if errors else quickly(files, beside)) or exactly(files, errors)


def quickly(files: Files, beside: Beside = when_asked) -> PlanFile | None:
    """The plan, if nothing at all is wrong with it."""
    reader = QuickReader()
    try:
        read = list(quick_parts(files, reader, beside))
        parts = [each.part for each in read]
        reader.look_together(parts)
    except Doubt:
        return None
    lined = [(name, partial(_quick_lines, each, name, data)) for (name, data), each in zip(files, read, strict=True)]
    return PlanFile(_joined(parts), lined)


def _quick_lines(read: QuickPart, name: str, data: bytes) -> tuple[Subjects, Sequence[int]]:
    """Where ids stand, if they stand in the order of the plan; else what reading the file exactly says."""
    subjects = subjects_in(read.part, read.orders)
    words, lines = read.ids
    if [word for _, word in subjects] == words:
        return subjects, lines
    reading = _Reading()
    reading.add(name, data)
    return reading.lined[0][1]()


def exactly(files: Files, errors: list[PlanError]) -> PlanFile:
    reading = _Reading()
    with suppress(TooManyErrors):
        for name, data in files:
            reading.add(name, data)
    if not reading.documents and not errors:
        raise PlanErrors([PlanError("", 1, 1, "", "a plan needs a file")])
    problems = reading.problems(is_whole=not errors and reading.is_parsed)
    errors = [*errors, *reading.flaws, *map(to_error, problems)]
    if errors:
        raise PlanErrors(errors)
    return PlanFile(_joined(reading.parts), reading.lined)


class _Reading:
    """The files of a plan, one after the other."""

    def __init__(self) -> None:
        self._found = Found()
        self._read = reader_of(PLAN_FILE, self._found)
        self._stated: dict[str, list[Document]] = {key: [] for key in _ONCE}
        self.documents: list[Document] = []
        self.parts: list[Part] = []
        self.lined: list[_Lined] = []
        self.flaws: list[PlanError] = []
        self.is_parsed = True

    def add(self, name: str, data: bytes) -> None:
        document, content = _opened(name, data)
        self.documents.append(document)
        is_parsed, self.is_parsed = self.is_parsed and content.parsed, False
        self.flaws += [_told(document, flaw) for flaw in content.flaws]
        known = len(self._found.ids)
        value = {} if content.value is None else content.value
        if part := self._read(value, document):
            self.parts.append(part)
            for key, documents in self._stated.items():
                if value.get(key) is not None:
                    documents.append(document)
        self.is_parsed = is_parsed
        subjects = [(kind, word) for kind, word, _ in self._found.ids[known:]]
        self.lined.append((name, lambda: (subjects, document.id_lines(len(subjects)))))

    def problems(self, *, is_whole: bool) -> list[Problem]:
        """What is wrong in the files; what is wrong between them only if all of it was read."""
        within = self._found.problems
        if not is_whole:
            return [*within, *malformed_references(self._found)]
        between = chain(self._repeated_sections(), self._missing_sections(), problems_together(self._found))
        return [*within, *islice(between, MOST_ERRORS)]

    def _repeated_sections(self) -> list[Problem]:
        return [
            Problem((document, key), At.KEY, f"a plan has one {key}", first=(documents[0], key))
            for key, documents in self._stated.items()
            for document in documents[1:]
        ]

    def _missing_sections(self) -> list[Problem]:
        missing = [
            key
            for key in ("organization", "cycle")
            if not self._stated[key] and f"{PLAN_FILE.name}.{key}" not in self._found.stand_ins
        ]
        if not missing:
            return []
        message = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing in this plan"
        return [Problem((self.documents[0], missing[0]), At.MAPPING, message)]


def _opened(name: str, data: bytes) -> tuple[Document, Content]:
    text, flaws = decode(data)
    if flaws:
        return Document(name, lambda: text, lambda: None), Content(BROKEN, flaws, parsed=False)
    if name.endswith(".json") and (quick := json.load(text)):
        return _large_document(name, data), quick
    content, spots = (json if name.endswith(".json") else yaml).compose(text)
    return Document(name, lambda: text, lambda: spots), content


def _large_document(name: str, data: bytes) -> Document:
    """A document that keeps its bytes only, and is decoded again for who asks for a place in it."""
    return Document(
        name,
        find_text=lambda: decode(data)[0],
        find_places=lambda: place_of(decode(data)[0]),
        find_id_lines=lambda: json.id_lines(decode(data)[0]),
    )


def _told(document: Document, flaw: Flaw) -> PlanError:
    return PlanError(document.name, *document.line_and_column(flaw.at), flaw.path, flaw.message)


def _joined(parts: list[Part]) -> Plan:
    once: dict[str, Any] = {key: next(filter(None, (getattr(part, key) for part in parts)), None) for key in _ONCE}
    lists: dict[str, Any] = {key: tuple([item for part in parts for item in getattr(part, key)]) for key in _LISTS}
    return Plan(**once, **lists)

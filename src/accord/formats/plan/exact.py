"""Files to one plan exactly, with the place of every mistake. Needed only where a quick reader has its doubts."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, islice

from accord.formats.plan import json, yaml
from accord.formats.plan.documents import BROKEN, Content, Document, Flaw, TooManyErrors
from accord.formats.plan.encoding import decode
from accord.formats.plan.errors import PlanError, PlanErrors
from accord.formats.plan.findings import At, Found, Problem, to_error
from accord.formats.plan.grammar import MOST_ERRORS
from accord.formats.plan.json_places import place_of
from accord.formats.plan.plan_file import ONCE, Files, Lined, PlanFile, joined
from accord.formats.plan.reading import reader_of
from accord.formats.plan.sections import PLAN_FILE, Part
from accord.formats.plan.text_order import Subjects
from accord.formats.plan.together import malformed_references, problems_together


def exactly(files: Files, errors: list[PlanError]) -> PlanFile:
    """The plan; raise PlanErrors with all that is wrong, beside what could not be read at all."""
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
    return PlanFile(joined(reading.parts), reading.lined)


def lines_of_ids(name: str, data: bytes) -> tuple[Subjects, Sequence[int]]:
    """What has an id in a file that is in order, and on which lines."""
    reading = _Reading()
    reading.add(name, data)
    return reading.lined[0][1]()


class _Reading:
    """The files of a plan, one after the other."""

    def __init__(self) -> None:
        self._found = Found()
        self._read = reader_of(PLAN_FILE, self._found)
        self._stated: dict[str, list[Document]] = {key: [] for key in ONCE}
        self.documents: list[Document] = []
        self.parts: list[Part] = []
        self.lined: list[Lined] = []
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
        message = (
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing in this plan; "
            f"give {'its' if len(missing) == 1 else 'their'} file too, or the folder of all files"
        )
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

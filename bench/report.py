"""The measurements as a table: on the screen, and in the decision that keeps them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.rows import Row

DECISION = Path(__file__).parents[1] / "docs" / "decisions" / "0004-measured-numbers.md"
BEGIN, END = "<!-- figures: written by `make bench` -->", "<!-- end of the figures -->"
HEAD = ("", "median", "least", "p95", "hold", "", "SQL", "bare", "times", "KB", "packed", "packed KB")
TEXT_COLUMNS = (0, 5)


@dataclass(frozen=True, slots=True)
class Table:
    """The measurements of one size of organization."""

    objectives: int
    database: str
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        return f"{self.objectives:,} objectives × 4 key results, {self.database}"


def on_screen(table: Table) -> str:
    """Columns that line up."""
    lines = [HEAD, *(_cells(row) for row in table.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join([table.title, *("  ".join(_padded(line, widths)).rstrip() for line in lines)])


def write(tables: Sequence[Table], today: date, *, others: Sequence[str]) -> None:
    """Put the figures into the decision, with the day and the machine, in place of those of the last time."""
    before, rest = DECISION.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    figures = "\n\n".join([f"Measured on {today}: {machine()}.", *(_as_markdown(table) for table in tables), *others])
    DECISION.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def machine() -> str:
    """Processor, system and Python, as far as they can be found out, and how busy it is."""
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {system}, Python {platform.python_version()}, load {os.getloadavg()[1]:.1f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()


def _as_markdown(table: Table) -> str:
    head = (HEAD[0], *(f"{name} ms" for name in HEAD[1:5]), *HEAD[5:7], "bare ms", *HEAD[8:10], "packed ms", HEAD[11])
    marks = ["---" if column in TEXT_COLUMNS else "---:" for column in range(len(HEAD))]
    return "\n".join([f"**{table.title}**", "", *(_line(each) for each in (head, marks, *map(_cells, table.rows)))])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row) -> tuple[str, ...]:
    cost = row.cost
    return (
        row.name,
        *((_ms(cost.median), _ms(cost.least), _ms(cost.p95)) if cost else ("", "", "")),
        f"{row.hold:,.0f}" if row.hold else "",
        row.verdict,
        str(row.statements or ""),
        _ms(row.bare.median) if row.bare else "",
        f"{row.ratio:.1f}" if row.ratio else "",
        _kilobytes(row.size),
        _ms(row.packed.median) if row.packed else "",
        _kilobytes(row.packed_size),
    )


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.ljust(width) if column in TEXT_COLUMNS else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


def as_columns(lines: Sequence[Sequence[str]]) -> str:
    """A head and lines, beneath each other, to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def as_markdown(lines: Sequence[Sequence[str]]) -> str:
    """A head and lines as they stand in a document."""
    marks = ("---", *("---:" for _ in lines[0][1:]))
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], marks, *lines[1:]))


def _ms(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f}" if size else ""

"""Plan files: OKRs as code. Strict, safe, and with every error of every file at once.

What a file may hold is described in sections.py; the reader and the JSON Schema follow from it.
"""

from accord.formats.plan.errors import PlanError, PlanErrors
from accord.formats.plan.plan_file import PlanFile
from accord.formats.plan.whole import read_documents, read_plan

__all__ = [
    "PlanError",
    "PlanErrors",
    "PlanFile",
    "read_documents",
    "read_plan",
]

"""Plan files: OKRs as code. Strict, safe, and with every error of every file at once.

What a file may hold is described in sections.py; the reader and the JSON Schema follow from it.
"""

from accord.formats.plan.errors import PlanError, PlanErrors
from accord.formats.plan.json_schema import json_schema
from accord.formats.plan.whole import PlanFile, read_documents, read_plan
from accord.formats.plan.writing import write_json, write_yaml

__all__ = [
    "PlanError",
    "PlanErrors",
    "PlanFile",
    "json_schema",
    "read_documents",
    "read_plan",
    "write_json",
    "write_yaml",
]

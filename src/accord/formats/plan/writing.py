"""A plan written down as a file that the reader takes. The same plan always gives the same bytes."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from accord.domain.plan import Plan
from accord.formats.plan import writing_yaml
from accord.formats.plan.laying_out import laid_out


def write_yaml(plan: Plan) -> bytes:
    """The plan as YAML: what is small on one line, long texts over several, so that differences are easy to read."""
    return writing_yaml.written(laid_out(plan)).encode()


def write_json(plan: Plan) -> bytes:
    """The plan as JSON, with numbers written exactly."""
    return f"{as_json(laid_out(plan))}\n".encode()


def as_json(value: Any, lead: str = "\n") -> str:
    """Mappings, lists, texts, exact numbers and days as indented JSON."""
    within = f"{lead}  "
    if isinstance(value, dict) and value:
        inner = f",{within}".join(f"{json.dumps(key)}: {as_json(each, within)}" for key, each in value.items())
        return f"{{{within}{inner}{lead}}}"
    if isinstance(value, list) and value:
        return f"[{within}{f',{within}'.join(as_json(each, within) for each in value)}{lead}]"
    if isinstance(value, Decimal):
        return shortest(value)
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def shortest(number: Decimal | int) -> str:
    """A number without exponent and without zeros that say nothing."""
    return writing_yaml.shortest(number)

"""The page of all checks for people, in Markdown: python -m accord.cli.checks_page > docs/using/checks.md"""

from collections.abc import Iterator
from itertools import groupby

import click

from accord.cli.explain import as_json
from accord.domain.checks.registry import CHECKS

INTRODUCTION = """\
# The checks

A check is to a plan what a linter is to code. Findings guide: they never stop anybody from saving, publishing or
agreeing. `accord check` looks at plan files ([in a repository's pipeline](plans-in-ci.md), too); `accord explain CODE`
says what stands here.

| severity | means |
| --- | --- |
| error | will break: the plan contradicts itself, or cannot be agreed |
| warning | could break: it will probably hurt |
| info | worth a look |

A plan may turn checks off, change how grave they are, and accept a finding with a reason, for good or until a day:

```yaml
checks:
  off: [AL604]
  severity: {AL701: info}
  accepted:
    - {code: AL701, subject: product, reason: Two teams merge in November., until: 2026-11-30}
```

Progress is looked at by AL309 and AL801 only. A declined contribution counts for nothing, and a declined need is seen
by AL303 only. Text that is empty or blank is absent. An action without a due date is due with its key result, a key
result without one on the last day of the cycle.
"""


def page() -> str:
    """The whole page, made from the checks themselves."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    for family, checks in groupby(map(as_json, CHECKS), key=lambda check: check["family"]):
        yield f"## {family}\n"
        for check in checks:
            where = ", in an installation only" if check["installation_only"] else ""
            yield f"### {check['code']} {check['name']}\n"
            yield f"*{check['severity'].capitalize()}{where}.* {check['meaning']}\n"
            yield f"**Mend:** {check['help']}\n"


if __name__ == "__main__":
    click.echo(page(), nl=False)

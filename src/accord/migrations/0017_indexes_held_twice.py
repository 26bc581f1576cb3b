"""What another index begins with has none of its own: each row of a change was written into them for nothing.

The indexes alone are dropped. Django would make the tables of SQLite anew, and those of events are long.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

CASCADE, PROTECT = models.CASCADE, models.PROTECT
FIELDS = (
    ("concern", "team", CASCADE, "concern_rows", "accord_concern_team_id_0d166bc0"),
    ("realignedpart", "realignment", CASCADE, "parts", "accord_realignedpart_realignment_id_3cf9ab29"),
    ("realignedpart", "keyresult", CASCADE, "realigned_parts", "accord_realignedpart_key_result_id_5bef6001"),
    ("realignedpart", "team", PROTECT, "realigned_parts", "accord_realignedpart_team_id_c6a6fac3"),
)


def _dropped(model: str, to: str, on_delete: object, name: str, index: str) -> Operation:
    field = "key_result" if to == "keyresult" else to
    key = models.ForeignKey(f"accord.{to}", on_delete, related_name=name, db_index=False)  # type: ignore[arg-type]
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"DROP INDEX IF EXISTS {index}",
                f"CREATE INDEX IF NOT EXISTS {index} ON accord_{model} ({field}_id)",
            )
        ],
        [migrations.AlterField(model, field, key)],
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0016_long_lags")]

    operations: ClassVar[list[Operation]] = [_dropped(*each) for each in FIELDS]

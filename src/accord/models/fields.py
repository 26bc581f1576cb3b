"""Columns and lookups that several tables share."""

import json
from decimal import Decimal
from typing import Any

from django.db import models


class ExactNumberField(models.CharField):  # type: ignore[type-arg]  # generic for the checker alone
    """A decimal kept as text, exactly: SQLite would make a float of it, and 0.1 would not stay 0.1."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 40
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else format(Decimal(value), "f")


class Amongst(models.Lookup):
    """`field__amongst=[ids]`: IN with one parameter, however many ids, so statements stay few and short."""

    lookup_name = "amongst"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        values = "SELECT value FROM json_each(%s)"
        return f"{column} IN ({values})", (*params, json.dumps(list(self.rhs)))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


for kind in (models.BigAutoField, models.BigIntegerField, models.ForeignKey, models.CharField, models.TextField):
    kind.register_lookup(Amongst)

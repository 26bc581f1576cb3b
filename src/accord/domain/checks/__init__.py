"""Alignment checks: a linter for plans. Families are files; `registry` has them all, `running` runs them."""

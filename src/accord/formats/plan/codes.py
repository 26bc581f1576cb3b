"""The codes a plan may name in its `checks` section: those of every alignment check, and their severities."""

SEVERITIES = ("error", "warning", "info")

# By family: the hundreds of the code, and how many checks it has.
_FAMILIES = {1: 10, 2: 6, 3: 9, 4: 5, 5: 3, 6: 4, 7: 5, 8: 3, 9: 5}

CODES = tuple(f"AL{family}{number:02}" for family, count in _FAMILIES.items() for number in range(1, count + 1))

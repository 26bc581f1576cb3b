"""A real organization's plan that nobody here wrote. It lies beside the checkout and is not committed."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"
RUST_GOALS = DATA / "rust-goals-2025h1.yaml"
needs_real_plan = pytest.mark.skipif(not RUST_GOALS.exists(), reason=f"{RUST_GOALS.name} is not beside this checkout")

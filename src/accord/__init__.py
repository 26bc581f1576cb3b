"""Accord: where teams agree on their OKRs and stay agreed."""

__version__ = "0.1.0"

"""Findings in words: what was found, how to mend it, and why it matters. Shared by pages and the shell."""

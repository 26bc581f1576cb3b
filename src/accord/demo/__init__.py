"""Tidewell, the demo organization: a plan, and the story of its first seven weeks."""

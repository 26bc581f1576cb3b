"""Who leads which team in the long stories."""

LEADS = {"product": "alice", "support": "bob", "finance": "carol", "care": "dan"}

"""SQLite for many writers: durable, and one after another in the order they came."""

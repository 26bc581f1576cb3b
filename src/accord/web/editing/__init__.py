"""Forms with which definitions are edited: what stands in them, how it is read, and what is wrong with it."""

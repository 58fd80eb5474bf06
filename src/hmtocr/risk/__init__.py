"""Risk signals: one file a warning. What they say is a suspicion with a score, never that a card is genuine."""

"""Draws the attacks that risk signals are to notice: one file a kind, several generators in each."""

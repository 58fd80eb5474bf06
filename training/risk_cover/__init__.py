"""Makes the network that sees what lies over a flat card."""

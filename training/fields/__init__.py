"""Makes the network that finds the fields' places on a flat card."""

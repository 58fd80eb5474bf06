"""Makes the network that finds edited places of a card."""

"""Makes the network that finds edited pieces of print."""

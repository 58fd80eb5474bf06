"""Makes the network that finds a card's portraits (hmtocr.image.portraits)."""

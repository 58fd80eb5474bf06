"""Fits the weights by which hmtocr.image.evidence tells portraits from the rest of a card."""

"""How every network in hmtocr/models was made."""

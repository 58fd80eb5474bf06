"""How well and how fast hmtocr reads, each beside a peer in the same run."""

"""How src/hmtocr/text/confidence.toml was made."""

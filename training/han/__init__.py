"""The recogniser of Chinese rows: PP-OCR's, trained on with rows as cards print them and cameras see them."""

"""Reads the identity documents of Hong Kong, Macao and the holders of the mainland's residence permit."""

__version__ = "0.1.0"

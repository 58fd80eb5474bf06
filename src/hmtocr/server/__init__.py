"""The server: one port that speaks every dialect. `app.py` shows the chain of a request."""

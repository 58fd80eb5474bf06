"""Keys: who may call which API, how often, and until when."""

"""Trains the network that says whether a place on a card is a portrait."""

"""The two networks that find cards: how their data are made, how they are trained, exported and measured."""

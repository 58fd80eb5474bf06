"""The recogniser of the Latin fields: how its data are made, how it is trained, exported and measured."""

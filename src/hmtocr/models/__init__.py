"""The networks: which they are, where they lie, and the one class that runs them."""

from hmtocr.models.engine import Engine, load, threads
from hmtocr.models.manifest import Network, network, networks

__all__ = ["Engine", "Network", "load", "network", "networks", "threads"]

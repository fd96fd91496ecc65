"""What ships: layers, theatres, places, and their licences."""

from importlib.resources import files
from importlib.resources.abc import Traversable

ROOT: Traversable = files(__name__)
"""The folder of the shipped data."""

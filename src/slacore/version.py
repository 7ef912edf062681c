"""The version of slacore, which stands in every result."""

__version__ = "0.1.0"

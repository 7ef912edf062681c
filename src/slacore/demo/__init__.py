"""The demo: what real outages were worth under real agreements, as documents to read and change."""

from slacore.demo.story import Story, stories

__all__ = ["Story", "stories"]

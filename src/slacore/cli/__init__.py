"""The command: one file for each of its words. The only room that prints or exits."""

from slacore.cli.command import main

__all__ = ["main"]

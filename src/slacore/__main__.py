"""``python -m slacore`` is the command."""

from slacore.cli import main

raise SystemExit(main())

"""With `yaml` alone, the demo's documents are read and come out as told."""

from slacore import Money
from slacore.demo import stories

(storage,) = (story for story in stories() if story.name == "storage")
assert storage.evaluate().penalties[0].exact == Money("200.00", "USD")

"""What a machine can see amiss in questions and banks that are sound in form. Pure.

The rules and measures are those of the teaching plan, by its names: L01 to L22 and F1
to F5 for a question (`items.py`, `feedback.py`), M1 to M15 and M19 for a bank
(`guessers.py`, `choices_only.py`, `banks.py`). A rule that the plan does not number has
a word for its name: `mimic`, for the cases of “SPS or not?”.
"""

from .banks import bank_findings, bank_measures
from .finding import Finding, Item
from .items import item_findings

__all__ = ["Finding", "Item", "bank_findings", "bank_measures", "item_findings"]

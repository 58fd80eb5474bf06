"""An outcome as tables for people."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hmtocr.cli.sources import Outcome
from hmtocr.reading import Card, Field

DOCUMENT_NAMES = {
    "hk-id": "Hong Kong identity card",
    "mo-id": "Macao resident identity card",
    "hmt-permit": "Residence permit of Hong Kong, Macao and Taiwan residents",
}
_PIPED_WIDTH = 120


def print_outcome(outcome: Outcome) -> None:
    """Print a table for each card, or one line where there is none. Errors are told on standard error."""
    if outcome.reading is None:
        return
    # Into a pipe there is no width to heed, and folded values would be hard to search.
    console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    if not outcome.reading.cards:
        console.print(Text(f"{outcome.page.label}: no card found", style="yellow"), soft_wrap=True)
    for card in outcome.reading.cards:
        name = DOCUMENT_NAMES.get(card.document, card.document)
        about = f"{outcome.page.label}: {name}, {card.design} {card.side} ({card.confidence:.2f})"
        # Long names of files are not folded: the line may be searched for one.
        console.print(Text(about, style="bold"), soft_wrap=True)
        console.print(card_table(card) if card.fields else Text("  no field could be read", style="yellow"))
        for warning in card.warnings:
            console.print(Text(f"  warning: {warning.kind} ({warning.score:.2f})", style="yellow"))


def card_table(card: Card) -> Table:
    """Field, text, confidence and the verdicts of the rules that looked at it."""
    table = Table()
    table.add_column("field", style="cyan", no_wrap=True)
    table.add_column("text", overflow="fold")
    table.add_column("confidence", justify="right")
    table.add_column("checks", overflow="fold")
    for field_name, field in card.fields.items():
        table.add_row(field_name, Text(field.text), _confidence(field), _verdicts(card, field_name))
    return table


def _confidence(field: Field) -> Text:
    style = "green" if field.confidence >= 0.9 else "yellow" if field.confidence >= 0.6 else "red"
    return Text(f"{field.confidence:.2f}", style=style)


def _verdicts(card: Card, field_name: str) -> Text:
    """Rules that passed or failed; one that had nothing to go by is left out."""
    verdicts = Text()
    for check in card.checks:
        if field_name in check.fields and check.passed is not None:
            sign, style = ("✓", "green") if check.passed else ("✗", "red")
            verdicts.append(f"{', ' if verdicts else ''}")
            verdicts.append(f"{sign} {check.rule}", style=style)
    return verdicts

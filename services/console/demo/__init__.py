"""One county day of our own writing: who comes with what, who does what when, and the ledger at the day's end."""

"""The names of the export formats and of the fields that tables can have, for the command line,
the dialog and the writer."""

FORMATS = ("xlsx", "csv", "json", "vcf", "md")

TABLE_FORMATS = ("xlsx", "csv")
"""The formats with columns."""

STANDARD, SHOWN, ALL = "standard", "shown", "all"
"""The columns of a table: the same for every vendor, those of the window, or every field."""

"""The names of the export formats, for the command line, the dialog and the writer."""

FORMATS = ("csv", "json", "vcf", "md")

"""contactdesk: one window onto the contacts of five vendors, read-only and local."""

__version__ = "0.1.0"

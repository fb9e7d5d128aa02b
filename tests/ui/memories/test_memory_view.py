"""contactdesk.ui.memories.memory_view: one memory, on a real window.

Covers contactdesk.ui.memories.sections_pane, its base, and contactdesk.ui.memories.overview_view.
"""

"""Who may change what the index holds: the one place of the pages where that is decided."""

from typing import Any

from ui.service import visitor_of


def may_edit(request: Any) -> bool:
    """Whether the visitor who makes a request may add and remove documents."""
    return visitor_of(request).may_edit

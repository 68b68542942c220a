"""The service around the pages: who may come in, limits, health, figures and logs. Knows nothing of questions and answers."""

from ui.service.visitors import Role, Visitor, visitor_of

__all__ = ["Role", "Visitor", "visitor_of"]

"""The service around the pages: who may come in, limits, health, figures and logs. What it serves is not its business."""

from ui.service.health import Readiness, add_health
from ui.service.layers import add_layers
from ui.service.metrics import Metrics
from ui.service.turns import Turns
from ui.service.visitors import Role, Visitor, visitor_of
from ui.service.watched import WatchedAssistant

__all__ = ["Metrics", "Readiness", "Role", "Turns", "Visitor", "WatchedAssistant", "add_health", "add_layers", "visitor_of"]

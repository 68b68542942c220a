"""The service around the pages: who may come in, limits, health, figures and logs. What it serves is not its business."""

from ui.service.accounts import Accounts
from ui.service.health import Readiness, add_health
from ui.service.identify import Identify
from ui.service.layers import add_layers
from ui.service.metrics import FolderSize, Metrics
from ui.service.sessions import Sessions
from ui.service.turns import Turns
from ui.service.uploads import upload_folder
from ui.service.visitors import Role, Visitor, visitor_of
from ui.service.watched import WatchedAssistant

__all__ = [
    "Accounts", "FolderSize", "Identify", "Metrics", "Readiness", "Role", "Sessions", "Turns", "Visitor", "WatchedAssistant",
    "add_health", "add_layers", "upload_folder", "visitor_of",
]  # fmt: skip

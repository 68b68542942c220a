"""The web interface of Reisgenoot: `python -m ui`."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported: nothing phones home
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from ui.server import create_server
from ui.service.errors import SettingsError
from ui.settings import UiSettings

__all__ = ["SettingsError", "UiSettings", "create_server"]

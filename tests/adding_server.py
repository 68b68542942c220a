"""The interface, with somebody who adds files through the page Bronnen: `python tests/adding_server.py FILE…`. It ends by a signal."""

import socket
import sys
import threading

from assistant import AssistantSettings
from ui import UiSettings, create_server
from ui.service import WatchedAssistant
from ui.service.running import run
from ui.source_edit import Keeper

if __name__ == "__main__":
    settings = UiSettings.from_environment()
    assistant = WatchedAssistant.open(AssistantSettings.from_environment())
    server = create_server(assistant, settings)
    keeper = Keeper(assistant)
    threading.Thread(target=lambda: sys.stdout.writelines(list(keeper.add(sys.argv[1:]))[-1:])).start()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        run(server, listener, settings.service, server.state.turns)

"""Ports of this machine for servers that tests start."""

import random
import socket

# Below those that a system gives to whoever asks for any (32768 and up on Linux): between the moment in which a port is
# found free and the one in which its server listens, it may be a minute, and hundreds of connections.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port on which nobody listens, and which nobody is given by chance."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port

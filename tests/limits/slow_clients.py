"""Clients that send a byte a second, and as many that read a byte a second, over TCP on this machine.

    slow_clients.py PORT PATH [COUNT]

The senders send the head of a request. The readers ask for PATH, and have receive buffers and segments as
small as on a slow line: with those of the loopback, the buffers of the system alone would take gigabytes.

Prints "ready N" when N of both together are connected and answers to the readers have begun. When its input ends, or all have been dropped, it
prints "dropped SENDERS READERS AFTER": how many were, the senders with an answer of 408, and in how many
seconds the first.
"""

import resource
import select
import socket
import sys
import time

PORT, PATH = int(sys.argv[1]), sys.argv[2]
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 1000

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 1000
REQUEST = f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

SEGMENT = 1460
BUFFER = 2048

# How long an answer is waited for, in seconds.
PATIENCE = 60

# Descriptors for other things.
RESERVE = 50


class Client:
    def __init__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        self.socket.connect(("127.0.0.1", PORT))
        self.socket.setblocking(False)
        self.start = time.monotonic()
        self.dropped_after = None

    def act(self):
        """Do what is due once a second."""
        try:
            if self.dropped_after is None and not self.go_on():
                self.dropped_after = time.monotonic() - self.start
                self.socket.close()
        except BlockingIOError:
            pass
        except ConnectionError:
            self.dropped_after = time.monotonic() - self.start
            self.socket.close()


class Sender(Client):
    position = 0
    answer = b""

    def go_on(self):
        try:
            received = self.socket.recv(4096)
            self.answer += received
            return received != b""
        except BlockingIOError:
            self.socket.send(HEAD[self.position : self.position + 1])
            self.position += 1
            return True


class Reader(Client):
    def __init__(self):
        super().__init__()
        self.socket.send(REQUEST)

    def await_answer(self):
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        poll.poll(PATIENCE * 1000)

    def go_on(self):
        # What has been closed shows only to those who send something, as long as there is more to read.
        self.socket.send(b"x")
        return self.socket.recv(1) != b""


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    count = min(COUNT, (most - RESERVE) // 2)
    clients = [kind() for _ in range(count) for kind in (Sender, Reader)]
    for client in clients:
        if isinstance(client, Reader):
            client.await_answer()
    print(f"ready {len(clients)}", flush=True)
    due = time.monotonic()
    while any(client.dropped_after is None for client in clients):
        for client in clients:
            due += 1 / len(clients)
            if select.select([sys.stdin], [], [], max(0, due - time.monotonic()))[0]:
                return report(clients)
            client.act()
    report(clients)


def report(clients):
    dropped = [client for client in clients if client.dropped_after is not None]
    senders = sum(isinstance(client, Sender) and b" 408 " in client.answer for client in dropped)
    readers = sum(isinstance(client, Reader) for client in dropped)
    print(f"dropped {senders} {readers} {min([client.dropped_after for client in dropped], default=0):.1f}")


main()

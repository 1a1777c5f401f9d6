"""Records what CPython's CGIHTTPRequestHandler answers.

    python3 tools/record_cgi.py LIB tests/conformance/recorded/cgi.json

LIB is the directory Lib of a CPython 3.14. Each exchange is recorded as ISO 8859-1 text, with its log lines, the
directory as {directory} and the port as {port}.
"""

import json
import os
import pathlib
import re
import socket
import sys
import tempfile
import threading

from conformance import reference

VARIABLES = (
    "AUTH_TYPE CONTENT_LENGTH CONTENT_TYPE GATEWAY_INTERFACE HTTP_ACCEPT HTTP_COOKIE HTTP_HOST HTTP_REFERER "
    "HTTP_USER_AGENT HTTP_X_A PATH_INFO PATH_TRANSLATED QUERY_STRING REMOTE_ADDR REMOTE_HOST REMOTE_IDENT REMOTE_USER "
    "REQUEST_METHOD SCRIPT_NAME SERVER_NAME SERVER_PORT SERVER_PROTOCOL"
).split()

SHOW = "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'\n" + "".join(
    f"""printf '%s\\n' "{name}=${{{name}-unset}}"\n""" for name in VARIABLES
) + """printf '[%s]' $# "$@"\n"""

TREE = {
    "cgi-bin/show": (SHOW, 0o755),
    "cgi-bin/show.py": (SHOW, 0o755),
    "cgi-bin/a b": (SHOW, 0o755),
    "cgi-bin/below/show": (SHOW, 0o755),
    "htbin/show": (SHOW, 0o755),
    "sub/cgi-bin/show": (SHOW, 0o755),
    "cgi-bin/body": ("#!/bin/sh\nprintf 'X: y\\r\\n\\r\\n'\nhead -c \"$CONTENT_LENGTH\"\n", 0o755),
    "cgi-bin/silent": ("#!/bin/sh\n", 0o755),
    "cgi-bin/status": ("#!/bin/sh\nprintf 'Status: 404 No\\nLocation: /a\\n\\nbody'\n", 0o755),
    "cgi-bin/raw": ("#!/bin/sh\nprintf 'no header \\377\\000'\n", 0o755),
    "cgi-bin/code": ("#!/bin/sh\nprintf 'A: b\\n\\n'\nexit 7\n", 0o755),
    "cgi-bin/signal": ("#!/bin/sh\nprintf 'A: b\\n\\n'\nkill -15 $$\n", 0o755),
    "cgi-bin/nph-a": ("#!/bin/sh\nprintf 'HTTP/1.0 299 Mine\\n\\nhi'\n", 0o755),
    "cgi-bin/plain": (SHOW, 0o644),
    "cgi-bin/plain.py": (SHOW, 0o644),
    "page.txt": ("page", 0o644),
}

TARGETS = """
/cgi-bin/show /cgi-bin/show.py /cgi-bin/a%20b /cgi-bin/below/show /htbin/show /sub/cgi-bin/show /cgi-bin/show/
/cgi-bin/show/a/b /cgi-bin/show/a%2fb%20c /cgi-bin/show/%2561 /cgi-bin/show//a//b /cgi-bin/show/../show/a
/cgi-bin/show?a=b /cgi-bin/show?a /cgi-bin/show?a+b%20c /cgi-bin/show?a+b=c /cgi-bin/show? /cgi-bin/show??
/cgi-bin/show/x?y/z /cgi-bin/show?x/y /cgi-bin/show%3Fa=b /cgi-bin/show#a /cgi-bin/show?a#b /cgi-bin/%73how
/cgi-bin%2fshow cgi-bin/show //cgi-bin//show /./cgi-bin/./show /x/../cgi-bin/show /cgi-bin/below/../show
/cgi-bin/below/show/a/b?c /cgi-bin/below /cgi-bin/below/ /cgi-bin/ /cgi-bin/none /cgi-bin/none/a?b /cgi-bin/it's
/cgi-bin/below/none /cgi-bin/plain /cgi-bin/plain.py /CGI-BIN/none /cgi-binx/show /page.txt /none /cgi-bin/a%00
/cgi-bin/show/%00 /cgi-bin/show/a%00b?c /cgi-bin/show/a%E9 /cgi-bin/show/%C3%A9 /cgi-bin/show?%C3%A9 /cgi-bin/silent /cgi-bin/status /cgi-bin/raw /cgi-bin/code
/cgi-bin/signal /cgi-bin/nph-a /cgi-bin/show/.. /cgi-bin/show/. /cgi-bin/. /cgi-bin/show/a/../b
/cgi-bin /cgi-bin?x /htbin /x/../cgi-bin /cgi-bin/show/../.. /cgi-bin%3Fx
""".split()

FIELDS = [
    ["Accept: a/b", "ACCEPT: c/d"],
    ["Content-Type: a/b; c=d"],
    ["content-type:"],
    ["Content-Length: 0"],
    ["User-Agent: it's \"me\"", "User-Agent: second", "Referer: http://a.example/"],
    ["Cookie: a=b", "Cookie:", "Cookie: c=d"],
    ["Host: a.example:80", "X-A: b", "Proxy: c"],
    ["Authorization: Basic dXNlcm5hbWU6cGFzcw=="],
    ["Authorization: basic YTpiOmM="],
    ["Authorization: Basic YQ=="],
    ["Authorization: Basic !!!"],
    ["Authorization: Basic w6k6Yg=="],
    ["Authorization: Bearer x"],
    ["Authorization: Basic"],
    ["Authorization: a b c"],
    ["User-Agent: \xe9"],
]


def requests():
    """The requests, as text of ISO 8859-1."""
    for target in TARGETS:
        yield f"GET {target} HTTP/1.0\r\n\r\n"
    for target in ["/cgi-bin/show/a?b", "/page.txt", "/none", "/cgi-bin/none"]:
        for method in ["HEAD", "POST", "PUT", "DELETE"]:
            yield f"{method} {target} HTTP/1.0\r\n\r\n"
    yield "GET /cgi-bin/show HTTP/1.1\r\nHost: a\r\n\r\n"
    yield "GET /cgi-bin/show?\0 HTTP/1.0\r\n\r\n"
    yield "GET /cgi-bin/show HTTP/1.0\r\nUser-Agent: a\0b\r\n\r\n"
    for fields in FIELDS:
        yield "\r\n".join(["GET /cgi-bin/show HTTP/1.0", *fields, "", ""])
    yield "POST /cgi-bin/body HTTP/1.0\r\nContent-Length: 4\r\n\r\nb\r\n\xff"
    yield "POST /cgi-bin/body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
    yield "POST /cgi-bin/show HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody"
    yield "POST /page.txt HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody"


def write_tree(directory):
    os.chmod(directory, 0o755)
    for name, (text, mode) in TREE.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        os.chmod(path, mode)


def exchange(port, request):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(request.encode("latin-1"))
        client.shutdown(socket.SHUT_WR)
        with client.makefile("rb") as answer:
            return answer.read().decode("latin-1")


def record(lib):
    reference.load(pathlib.Path(lib))
    import warnings

    import http.server

    warnings.simplefilter("ignore")
    log = []

    class Handler(http.server.CGIHTTPRequestHandler):
        def log_message(self, format, *args):
            log.append((format % args).translate(self._control_char_table))

    class Server(http.server.HTTPServer):
        def handle_error(self, request, client_address):
            pass

        def server_bind(self):
            super().server_bind()
            self.server_name = "127.0.0.1"

    # The root directory of a script is the current one.
    with tempfile.TemporaryDirectory() as directory:
        directory = os.path.realpath(directory)
        write_tree(directory)
        os.chdir(directory)
        with Server(("127.0.0.1", 0), Handler) as server:
            port = server.server_port
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            exchanges = []
            for request in requests():
                log.clear()
                answer = exchange(port, request)
                answer = re.sub(r"(?m)^(Server|Date|Last-Modified): .*\r$", r"\1: {\1}\r", answer)
                answer = answer.replace(directory, "{directory}").replace(f"SERVER_PORT={port}\n", "SERVER_PORT={port}\n")
                exchanges.append({"request": request, "answer": answer, "log": list(log)})
            server.shutdown()
        os.chdir("/")
    tree = [{"name": name, "text": text, "mode": mode} for name, (text, mode) in TREE.items()]
    return {"python": "3.14", "tree": tree, "exchanges": exchanges}


if __name__ == "__main__":
    lib, path = sys.argv[1:]
    path = os.path.abspath(path)
    recorded = record(os.path.abspath(lib))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")

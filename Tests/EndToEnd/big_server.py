"""A POP3 server of any number of messages, made up as they are asked for. Loopback, one thread a session, any user and password.

    with big_server.Server(1_000_000) as server: ... server.port ...

Every message has the same length, so that LIST tells the truth; one of them may be made as large as wanted, of a head and a line that is
repeated. UIDL and LIST are made
once, before the first session, so that a client is not timed while Python counts.
"""
import hashlib, socket, threading

CHUNK_LINES = 50_000
LINE = b"A line of the large message, seventy-six octets long, no dot in front of it\r\n"
BLOCK_LINES = 4096


def uid_ascending(number):
    """20 octets, as servers give that count up."""
    return b"uid-%016d" % number


def uid_hash(number):
    """20 octets in no order, as servers give that hash."""
    return hashlib.sha1(b"%d" % number).hexdigest()[:20].encode()


def small(number):
    return b"From: big@example.org\r\nSubject: message %08d\r\n\r\nsmall\r\n" % number


class Server:
    def __init__(self, count, uid=uid_ascending, large=None, head=b"", line=LINE):
        """large: (number, octets) of the one message that is not small; its length is rounded up to whole lines behind its head."""
        self.count, self.uid = count, uid
        self.large_number, octets = large or (0, 0)
        self.head, self.line = head, line
        self.large_lines = -(-octets // len(line))
        length = len(small(0))
        sizes = {self.large_number: self.large_octets}
        self.listing = self.chunks(lambda n: b"%d %d\r\n" % (n, sizes.get(n, length)))
        self.uids = self.chunks(lambda n: b"%d %s\r\n" % (n, uid(n)))
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    @property
    def large_octets(self):
        return len(self.head) + self.large_lines * len(self.line)

    def chunks(self, line):
        return [b"".join(map(line, range(first, min(first + CHUNK_LINES, self.count + 1))))
                for first in range(1, self.count + 1, CHUNK_LINES)]

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("wb", 1 << 18) as out:
            try:
                out.write(b"+OK big server\r\n")
                rest = b""
                while True:
                    out.flush()  # answers go out together where commands came together
                    octets = connection.recv(1 << 16)
                    *lines, rest = (rest + octets).split(b"\n")
                    for words in map(bytes.split, lines):
                        self.answer(words[0].upper() if words else b"", words[1:], out)
                        if words[:1] == [b"QUIT"]:
                            return
                    if not octets:
                        return
            except OSError:
                pass  # the client has gone, which is its right

    def answer(self, verb, words, out):
        number = int(words[0]) if words and words[0].isdigit() else 0
        if verb == b"CAPA":
            out.write(b"+OK\r\nUSER\r\nUIDL\r\nTOP\r\nPIPELINING\r\n.\r\n")
        elif verb == b"STAT":
            out.write(b"+OK %d %d\r\n" % (self.count, self.count * len(small(0))))
        elif verb in (b"LIST", b"UIDL") and not words:
            out.write(b"+OK\r\n")
            for chunk in self.listing if verb == b"LIST" else self.uids:
                out.write(chunk)
            out.write(b".\r\n")
        elif verb == b"RETR" and 1 <= number <= self.count:
            out.write(b"+OK\r\n")
            if number == self.large_number:
                blocks, rest = divmod(self.large_lines, BLOCK_LINES)
                block = self.line * BLOCK_LINES
                out.write(self.head)
                for _ in range(blocks):
                    out.write(block)
                out.write(self.line * rest)
            else:
                out.write(small(number))
            out.write(b".\r\n")
        elif verb in (b"USER", b"PASS", b"NOOP", b"RSET", b"QUIT", b"DELE"):
            out.write(b"+OK\r\n")
        else:
            out.write(b"-ERR not here\r\n")


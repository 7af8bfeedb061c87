#!/usr/bin/env python3
"""What martlet costs when the mailbox is large: memory for a large message and for a million, time to find nothing to do.

$MARTLET is the binary. MARTLET_SCALE=full makes the large message 2 GiB instead of 256 MiB. MARTLET_SCALE_FOLDER is where things are
stored (/dev/shm where there is one). Time is a promise of the release build: of a debug build it is not judged, and the store it
searches has a hundred thousand messages unless MARTLET_SCALE=full.
"""
import os, shutil, subprocess, sys, tempfile, time

import big_server

try:
    import sqlite3
except ImportError:  # a Python built without it
    sqlite3 = None

MARTLET = os.path.abspath(os.environ["MARTLET"])
FULL = os.environ.get("MARTLET_SCALE") == "full"
IS_DEBUG = "/debug/" in os.path.realpath(MARTLET)
# What an export may take, whatever it exports. The code of a debug build is larger by four.
EXPORT_MB = 45 if IS_DEBUG else 40
MILLION = 1_000_000
STORED = MILLION // 10 if IS_DEBUG and not FULL else MILLION
LIMIT_SECONDS = 300
passed = failed = skipped = 0


def check(name, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
        print("ok      %s: %s" % (name, seen))
    else:
        failed += 1
        print("FAILED  %s: %s" % (name, str(seen)[:600]))


def skip(name, why):
    global skipped
    skipped += 1
    print("skipped %s: %s" % (name, why))


def memory_free():
    """Octets; what a file system in memory may take as well."""
    try:
        with open("/proc/meminfo") as lines:
            return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return 0


# A child begins with the peak memory of the process that starts it. This one holds a million unique-ids, so a small one stands
# between: it answers exit code, peak memory in KiB, and seconds.
MEASURE = """
import os, sys, time
began = time.monotonic()
pid = os.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
peak = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
sys.stdout.write("%d %d %f" % (os.waitstatus_to_exitcode(status), peak, time.monotonic() - began))
"""


class Run:
    """martlet, started and measured: code, peak (octets), seconds, err."""
    def __init__(self, folder, server, *words):
        secret = folder + "/password"
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write("x\n")
        command = [MARTLET, "--server", "pop://127.0.0.1:%d" % server.port, "--insecure-cleartext", "--user", "big",
                   "--password-file", secret, *words]
        environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state")
        done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, env=environment,
                              stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS)
        code, peak, seconds = done.stdout.split()[-3:]
        self.code, self.peak, self.seconds = int(code), int(peak) << 10, float(seconds)
        self.err = done.stderr.decode("utf-8", "replace")


def large_message(folder):
    """(a) Memory does not depend on the size of a message."""
    octets = (2 << 30) if FULL else (256 << 20)
    name = "exporting one message of %d MiB takes less than %d MB of memory" % (octets >> 20, EXPORT_MB)
    free = shutil.disk_usage(folder).free
    if folder.startswith("/dev/shm"):
        free = min(free, memory_free() // 2)
    if free < octets + (64 << 20):
        return skip(name, "%d MiB free in %s" % (free >> 20, folder))
    with tempfile.TemporaryDirectory(dir=folder) as scratch, big_server.Server(10, large=(7, octets)) as server:
        run = Run(scratch, server, "export", "7", scratch + "/mail")
        check(name, run.code == 0 and run.peak < EXPORT_MB * 1_000_000, "%.1f MB, %.1f s %s" % (run.peak / 1e6, run.seconds, run.err.strip()))
        sizes = [os.path.getsize(scratch + "/mail/" + n) for n in os.listdir(scratch + "/mail") if n.endswith(".eml")]
        check("and it is whole", sizes == [server.large_octets], sizes)


def large_attachment(folder):
    """Nor does it depend on the size of a part: it is decoded from a file that is mapped, piece by piece."""
    octets = (3 << 29) if FULL else (256 << 20)
    name = "extracting an attachment from a message of %d MiB takes less than 60 MB of memory" % (octets >> 20)
    free = shutil.disk_usage(folder).free
    if folder.startswith("/dev/shm"):
        free = min(free, memory_free() // 2)
    if free < 2 * octets + (64 << 20):
        return skip(name, "%d MiB free in %s" % (free >> 20, folder))
    head = (b"Subject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n"
            b"Content-Type: application/octet-stream; name=large.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n")
    with tempfile.TemporaryDirectory(dir=folder) as scratch, \
            big_server.Server(10, large=(7, octets), head=head, line=b"QUJD" * 19 + b"\r\n") as server:
        os.environ["TMPDIR"] = scratch
        run = Run(scratch, server, "extract", "7", scratch + "/out")
        check(name, run.code == 0 and run.peak < 60_000_000, "%.1f MB, %.1f s %s" % (run.peak / 1e6, run.seconds, run.err.strip()))
        size = os.path.getsize(scratch + "/out/large.bin") if run.code == 0 else -1
        check("and it is whole", size == server.large_lines * 57, size)


def long_listing(folder):
    """(b) A listed message costs at most 64 octets and its unique-id."""
    if memory_free() < 2 << 30:
        return skip("memory of a long listing", "only %d MiB of memory are known to be free" % (memory_free() >> 20))
    for kind, uid in (("ascending", big_server.uid_ascending), ("unordered", big_server.uid_hash)):
        peaks = []
        for count in (10, MILLION):
            with tempfile.TemporaryDirectory(dir=folder) as scratch, big_server.Server(count, uid) as server:
                run = Run(scratch, server, "export", "1", scratch + "/mail")
                check("export 1 of %d, %s unique-ids" % (count, kind), run.code == 0,
                      "%.1f MB, %.1f s" % (run.peak / 1e6, run.seconds) if run.code == 0 else run.err)
                peaks.append(run.peak)
        each = (peaks[1] - peaks[0]) / MILLION
        limit = 64 + len(uid(1))
        check("a listed message costs at most %d octets, %s unique-ids" % (limit, kind), each <= limit, "%.1f octets" % each)


def multiply(scratch, server):
    """Makes a store of one message one of STORED: ledger, manifest, files. Whatever the ledger's columns are, a row is a copy of the
    one martlet wrote, with another unique-id and another file."""
    uids = [server.uid(n).decode() for n in range(1, STORED + 1)]
    mail, first = scratch + "/mail", uids[0]
    ledger = sqlite3.connect(scratch + "/state/martlet/ledger.sqlite", isolation_level=None)
    columns = [row[1] for row in ledger.execute("PRAGMA table_info(message)") if not (row[1] == "id" and row[5])]
    template = ledger.execute("SELECT %s FROM message" % ", ".join(columns)).fetchone()

    def row(uid):
        changed = {"uid": uid.encode(), "file": uid + ".eml"}
        return [changed.get(column, value) for column, value in zip(columns, template)]

    ledger.execute("PRAGMA synchronous = OFF")
    ledger.execute("BEGIN")
    ledger.executemany("INSERT INTO message (%s) VALUES (%s)" % (", ".join(columns), ", ".join("?" * len(columns))), map(row, uids[1:]))
    ledger.execute("COMMIT")
    ledger.close()

    with open(mail + "/manifest.jsonl") as f:
        parts = f.read().split(first)
    with open(mail + "/manifest.jsonl", "a") as f:
        f.writelines(uid.join(parts) for uid in uids[1:])

    # Links to few files: as many names as needed, at a tenth of the memory. No file system here takes more than 65,000 links.
    descriptor = os.open(mail, os.O_RDONLY)
    for at, uid in enumerate(uids[1:], 1):
        if at % 50_000 == 0:
            shutil.copyfile(mail + "/" + first + ".eml", mail + "/" + uid + ".eml")
            first = uid
        else:
            os.link(first + ".eml", uid + ".eml", src_dir_fd=descriptor, dst_dir_fd=descriptor)
    os.close(descriptor)


def nothing_to_do(folder):
    """(c) As many stored messages as are listed, and nothing new."""
    if sqlite3 is None:
        return skip("%d stored messages" % STORED, "this Python has no sqlite3")
    if memory_free() < STORED * 4096:
        return skip("%d stored messages" % STORED, "only %d MiB of memory are known to be free" % (memory_free() >> 20))
    with tempfile.TemporaryDirectory(dir=folder) as scratch, big_server.Server(STORED) as server:
        mail = scratch + "/mail"
        for _ in range(2):  # the second run makes a row of what the first one noted
            made = Run(scratch, server, "export", "1", mail)
        check("a store to multiply", made.code == 0, made.err.strip())
        if made.code != 0:
            return
        began = time.monotonic()
        multiply(scratch, server)
        print("        %d rows, lines and names made in %.0f s" % (STORED, time.monotonic() - began))
        names = len(os.listdir(mail))
        for what in ("new", "all"):
            run = Run(scratch, server, "export", what, mail)
            seen = "%.1f s, %.1f MB; %s" % (run.seconds, run.peak / 1e6, run.err.strip())
            check("export %s of %d finds nothing to do" % (what, STORED), run.code == 0 and "exported 0 messages" in run.err, seen)
            if what == "new":
                if IS_DEBUG:
                    skip("in less than 3 s", "%.1f s; a debug build is not timed" % run.seconds)
                else:
                    check("in less than 3 s", run.seconds < 3, "%.1f s" % run.seconds)
        check("and writes nothing", len(os.listdir(mail)) == names, "%d names" % names)


def main():
    memory = "/dev/shm"
    folder = os.environ.get("MARTLET_SCALE_FOLDER") or (memory if os.access(memory, os.W_OK) else tempfile.gettempdir())
    for part in (large_message, large_attachment, long_listing, nothing_to_do):
        try:
            part(folder)
        except (subprocess.TimeoutExpired, OSError) as error:
            check(part.__name__, False, error)
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    sys.exit(1 if failed else 0)


main()

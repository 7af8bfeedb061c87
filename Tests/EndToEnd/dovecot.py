"""A private Dovecot on loopback: plain, STLS and implicit TLS, Maildirs made for the test. Needs root and dovecot-pop3d."""
import base64, hashlib, hmac, json, os, pwd, shutil, socket, subprocess, tempfile, time

USER, PASSWORD = "tester", "canary-s3cret"


def available():
    """None, or why Dovecot cannot be started here."""
    if os.geteuid() != 0:
        return "Dovecot wants root to start"
    for path in ("/usr/sbin/dovecot", "/usr/lib/dovecot/pop3"):
        if not os.path.exists(path):
            return "%s is not installed" % path
    return None


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def certificate(folder, name, subject_names, *extra):
    """A certificate signed by folder/ca.pem, as name.pem and name.key."""
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if not os.path.exists(folder + "/ca.pem"):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                "-subj", "/CN=martlet test authority", "-keyout", "ca.key", "-out", "ca.pem")
    with open("%s/%s.ext" % (folder, name), "w") as f:
        f.write("subjectAltName=%s\n" % subject_names)
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
            "-keyout", name + ".key", "-out", name + ".csr")
    openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", name + ".ext", "-out", name + ".pem", *extra)


def token(user, seconds=600, key=b"the issuer's key, 32 octets long"):
    """An access token: a JWT signed by HS256, good for so many seconds."""
    def coded(octets):
        return base64.urlsafe_b64encode(octets).rstrip(b"=")
    now = int(time.time())
    claims = {"sub": user, "iat": now - 3600, "exp": now + seconds, "pad": "x" * 2000}
    body = b".".join(coded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims))
    return (body + b"." + coded(hmac.new(key, body, hashlib.sha256).digest())).decode()


class Dovecot:
    def __init__(self, messages, token_mechanisms=""):
        """messages: octets with LF line ends, as a Unix server stores them: a list for USER, or a list for each of many users.
        token_mechanisms: of xoauth2 and oauthbearer, those that take what token() makes."""
        maildrops = messages if isinstance(messages, dict) else {USER: messages}
        self.folder = tempfile.mkdtemp(prefix="martlet-dovecot-")
        os.chmod(self.folder, 0o755)
        self.plain, self.tls = free_ports(2)
        certificate(self.folder, "server", "DNS:localhost,IP:127.0.0.1")
        self.ca = self.folder + "/ca.pem"
        owner = pwd.getpwnam("nobody")
        home = self.folder + "/home"
        for user, letters in maildrops.items():
            for part in ("cur", "new", "tmp"):
                os.makedirs("%s/%s/Maildir/%s" % (home, user, part))
            for number, octets in enumerate(letters, 1):
                with open("%s/%s/Maildir/new/%d.M%dP1.test" % (home, user, 1700000000 + number, number), "wb") as f:
                    f.write(octets)
        for root, folders, files in os.walk(home):
            for name in [root] + [root + "/" + n for n in files]:
                os.chown(name, owner.pw_uid, owner.pw_gid)
        with open(self.folder + "/users", "w") as f:
            f.writelines("%s:{PLAIN}%s::::::\n" % (user, PASSWORD) for user in maildrops)
        with open(self.folder + "/dovecot.conf", "w") as f:
            f.write(CONF.format(folder=self.folder, plain=self.plain, tls=self.tls, token_mechanisms=token_mechanisms))
            if token_mechanisms:
                f.write(TOKENS.format(folder=self.folder, token_mechanisms=token_mechanisms))
        keys = self.folder + "/keys/default/HS256"
        os.makedirs(keys)
        with open(keys + "/default", "wb") as f:
            f.write(base64.b64encode(b"the issuer's key, 32 octets long"))
        with open(self.folder + "/oauth2.conf", "w") as f:
            f.write("introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=%s/keys/\n"
                    "username_attribute = sub\n" % self.folder)
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", self.folder + "/dovecot.conf"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", self.plain), 1) as s:
                    if s.recv(100).startswith(b"+OK"):
                        return
            except OSError:
                time.sleep(0.1)
        log = open(self.folder + "/log").read() if os.path.exists(self.folder + "/log") else "no log"
        self.stop()
        raise RuntimeError("Dovecot did not come up: " + log[-500:])

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = {token_mechanisms}
  args = {folder}/oauth2.conf
}}
"""

CONF = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = martlet-test-{plain}
protocols = pop3
listen = 127.0.0.1
mail_location = maildir:~/Maildir
auth_mechanisms = plain {token_mechanisms}
disable_plaintext_auth = no
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/home/%u
}}
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
mail_max_userip_connections = 100
service pop3-login {{
  inet_listener pop3 {{
    port = {plain}
  }}
  inet_listener pop3s {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

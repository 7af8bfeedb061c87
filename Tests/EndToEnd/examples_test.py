#!/usr/bin/env python3
"""The examples of Plugins/Export/Examples do what they say: their own commands are run, against a real Dovecot where there is one."""
import collections, hashlib, os, re, shutil, subprocess, tempfile

import checks, dovecot
from checks import check

MARTLET = os.path.abspath(os.environ["MARTLET"])
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Plugins/Export/Examples")
MANIFEST = open(EXAMPLES + "/kubernetes-indexed-job.yaml").read()
USERS = ["user-%02d" % i for i in range(20)]


def manifest():
    """The Job: with PyYAML read whole, without it the lines that matter. Answers its script and its number of shards."""
    try:
        import yaml
    except ImportError:
        checks.skip("the manifest as YAML", "no PyYAML; its lines are read instead")

        def field(name):
            found = re.search(r"^ *(?:- )?%s: *(.+)$" % name, MANIFEST, re.M)
            return found.group(1) if found else ""
        check("manifest: an indexed Job", field("kind") == "Job" and field("completionMode") == "Indexed")
        check("manifest: no tabs, and indented by two", not re.search(r"\t", MANIFEST)
              and all((len(l) - len(l.lstrip(" "))) % 2 == 0 for l in MANIFEST.splitlines() if not l.lstrip().startswith("#")))
        check("manifest: 75 is retried", re.search(r"operator: NotIn\n *values: \[75,", MANIFEST))
        check("manifest: restartPolicy Never", field("restartPolicy") == "Never")
        script = re.search(r"args:\n *- >-\n((?: {14}.*\n)+)", MANIFEST)
        return " ".join(script.group(1).split()) if script else "", field("completions"), re.search(
            r'- name: SHARDS\n *value: "(\d+)"', MANIFEST).group(1)
    job = yaml.safe_load(MANIFEST)
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    container = pod["containers"][0]
    check("manifest: an indexed Job", (job["apiVersion"], job["kind"], spec["completionMode"]) == ("batch/v1", "Job", "Indexed"))
    check("manifest: restartPolicy Never, which podFailurePolicy wants", pod["restartPolicy"] == "Never")
    rules = {rule["action"]: rule for rule in spec["podFailurePolicy"]["rules"]}
    codes = rules["FailIndex"]["onExitCodes"]
    check("manifest: 75 is retried, codes that want a person are not",
          codes["operator"] == "NotIn" and 75 in codes["values"] and not {0, 64, 70, 74, 77, 78} & set(codes["values"])
          and codes["containerName"] == container["name"] and "backoffLimitPerIndex" in spec, codes)
    mounts = {m["name"] for m in container["volumeMounts"]}
    check("manifest: every mount has its volume", mounts == {v["name"] for v in pod["volumes"]}, mounts)
    check("manifest: the script goes to a shell", container["command"] == ["/bin/sh", "-c"] and len(container["args"]) == 1)
    return container["args"][0], str(spec["completions"]), {e["name"]: e["value"] for e in container["env"]}["SHARDS"]


class Site:
    """Twenty mailboxes, and a folder in which martlet finds them."""

    def __init__(self, folder):
        self.folder = folder
        self.drops = {u: [b"Subject: %d\n\nfor %s\n" % (n, u.encode()) for n in range(3)] for u in USERS}
        self.server = dovecot.Dovecot(self.drops)
        self.config = folder + "/config.toml"
        with open(os.open(self.config, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            for user in USERS:
                f.write('[account.%s]\nserver = "pop://127.0.0.1:%d"\ninsecure-cleartext = true\nuser = "%s"\n'
                        'password = { command = ["echo", "%s"] }\n' % (user, self.server.plain, user, dovecot.PASSWORD))
        os.makedirs(folder + "/bin")
        os.symlink(MARTLET, folder + "/bin/martlet")
        self.environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state", MARTLET=MARTLET, PAUSE="0",
                                PATH=folder + "/bin:" + os.environ["PATH"])

    def run(self, *words, **more):
        return subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300,
                              env=dict(self.environment, **more))

    def is_exact(self, out):
        def digests(user):
            at = "%s/%s" % (out, user)
            files = [n for n in os.listdir(at) if n.endswith(".eml")] if os.path.isdir(at) else []
            return sorted(hashlib.sha256(open("%s/%s" % (at, n), "rb").read()).hexdigest() for n in files)
        return all(digests(u) == sorted(hashlib.sha256(m.replace(b"\n", b"\r\n")).hexdigest() for m in self.drops[u]) for u in USERS)


def shards(site, count):
    seen = collections.Counter()
    for index in range(count):
        run = site.run(MARTLET, "--config", site.config, "--shard", "%d/%d" % (index, count), "-q", "stat")
        check("shard %d/%d ends well" % (index, count), run.returncode == 0, run.stderr)
        seen.update(line.split("\t")[0] for line in run.stdout.splitlines())
    check("%d shards are disjoint and complete" % count, seen == {u: 1 for u in USERS}, seen)


def kubernetes(site, script, completions):
    """The script of the manifest, once for each index, as the pods would run it but for where things are."""
    out = site.folder + "/mail"
    os.makedirs(out)
    local = script.replace("/etc/martlet/config.toml", site.config).replace("/mail/", out + "/")
    codes = []
    for index in range(completions):
        run = site.run("/bin/sh", "-c", local, JOB_COMPLETION_INDEX=str(index), SHARDS=str(completions))
        codes.append(run.returncode)
    check("kubernetes: every index ends well", codes == [0] * completions, codes)
    check("kubernetes: every mailbox is there, exactly", site.is_exact(out))
    check("kubernetes: nothing else is", sorted(os.listdir(out)) == [".state"] + USERS, os.listdir(out))


def parallel(site):
    program = shutil.which("parallel")
    if not program or "GNU parallel" not in subprocess.run([program, "--version"], capture_output=True, text=True).stdout:
        return checks.skip("parallel.sh", "GNU parallel is not installed")
    out = site.folder + "/with blank"
    words = [EXAMPLES + "/parallel.sh", "4", out, "--config", site.config, "--jobs", "4", "--per-host", "4"]
    run = site.run(*words)
    check("parallel.sh ends well", run.returncode == 0, run.stderr)
    check("parallel.sh: every mailbox is there, exactly", site.is_exact(out))
    log = [line.split("\t") for line in open(out + "/shards.log").read().splitlines()]
    check("parallel.sh: four jobs, all well", len(log) == 5 and all(row[6] == "0" for row in log[1:]), log)
    check("parallel.sh: nothing else is there", sorted(os.listdir(out)) == ["shards.log"] + USERS, os.listdir(out))
    wrong = site.folder + "/wrong"
    with open(os.open(wrong, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
        f.write(open(site.config).read().replace('"%s"' % dovecot.PASSWORD, '"wrong"', 1))
    check("parallel.sh: a wrong password is 77", site.run(*words[:4], wrong, *words[5:]).returncode == 77)
    with open(wrong, "w") as f:
        f.write(open(site.config).read().replace(":%d" % site.server.plain, ":1", 1))
    late = site.run(*words[:4], wrong, *words[5:])
    check("parallel.sh: what may pass is tried three times and is 75",
          late.returncode == 75 and late.stderr.count("nothing listens on 127.0.0.1:1\n") == 3, (late.returncode, late.stderr))
    check("parallel.sh without arguments says how", site.run(words[0]).returncode == 64)


def main():
    script, completions, count = manifest()
    check("manifest: as many shards as completions", completions == count and int(count) > 1, (completions, count))
    check("manifest: its shard is the index", '--shard "$JOB_COMPLETION_INDEX/$SHARDS"' in script, script)
    reason = dovecot.available()
    if reason:
        checks.skip("the examples against Dovecot", reason)
    else:
        with tempfile.TemporaryDirectory() as folder:
            site = Site(folder)
            try:
                shards(site, 3)
                kubernetes(site, script, int(completions))
                parallel(site)
            finally:
                site.server.stop()
    checks.report()


main()

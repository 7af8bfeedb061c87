/// What each command printed under --json in the test that keeps this true; written by it (MARTLET_RECORD=1), not by hand.
enum SchemaShapes {
    static let recorded: [String: String] = [
        "account": #"""
        {"account?":"string","added?":"string","changed?":"boolean","copy?":"string","default?":"boolean",
        "exit?":"integer","file?":"string","found?":"string","messages?":"integer","octets?":"integer",
        "password?":"string","removed?":"string","server?":"string","user?":"string"}
        """#,
        "alias": #"""
        {"alias":"string","command":"string","from":"string"}
        """#,
        "apop": #"""
        {"ok":"string","text":"string"}
        """#,
        "auth": #"""
        {"ok":"string","text":"string"}
        """#,
        "capa": #"""
        {"capability":"string","parameters":"string"}
        """#,
        "check": #"""
        {"messages":"integer","new":"integer","new_octets":"integer"}
        """#,
        "connect": #"""
        "none"
        """#,
        "dele": #"""
        {"deleted":"integer"}
        """#,
        "delete": #"""
        {"date?":"string","deleted?":"integer","from?":[{"address":"string","name":"string"}],"left?":"integer",
        "marked?":"boolean|integer","n?":"integer","new?":"boolean","octets?":"integer","parts?":"boolean",
        "subject?":"string","to_delete?":"integer","uid?":"string"}
        """#,
        "doctor": #"""
        {"findings":[{"advice":"null|string","key":"string","level":"string","section":"string","text":"string"}],
        "problems":"integer","quirks":"integer","server":"string"}
        """#,
        "exit": #"""
        "none"
        """#,
        "export": #"""
        {"action?":"string","already?":"integer","checked?":"integer","delete?":"integer","event?":"string",
        "exported?":"integer","failed?":"integer","fetch?":"integer","file?":"string","folder?":"string",
        "larger?":"integer","left?":"integer","n?":"integer","octets?":"integer","reason?":"string",
        "removed?":"integer","sha256?":"string","size?":"integer","skip?":"integer","uid?":"string",
        "unhashed?":"integer","why?":"string","wrong?":"integer"}
        """#,
        "extract": #"""
        {"file":"string","n":"integer","octets":"integer","part":"string","type":"string","written":"boolean"}
        """#,
        "headers": #"""
        {"date":"null|string","from":[{"address":"string","name":"string"}],"marked":"boolean","n":"integer",
        "new":"boolean","octets":"integer","parts":"boolean","subject":"string","uid":"string"}
        """#,
        "inspect": #"""
        {"content":[["integer|null|string"]],"date":["integer","null"],"file":"string","filenames":["null|string"],
        "from":[["string"]],"subject":"null|string","text":"string","to":[["string"]],"tree":[["string"]]}
        """#,
        "lang": #"""
        {"language?":"string","ok?":"string","tag?":"string","text?":"string"}
        """#,
        "ledger": #"""
        {"folder?":"string","missing?":"integer","odd?":"integer","others?":"integer","recorded?":"integer",
        "seen?":"integer","unidentified?":"integer","unlisted?":"integer"}
        """#,
        "list": #"""
        {"n":"integer","octets":"integer"}
        """#,
        "log": #"""
        "none"
        """#,
        "noop": #"""
        {"ok":"string","text":"string"}
        """#,
        "parts": #"""
        {"n":"integer","name":"string","part":"string","size":"integer","type":"string"}
        """#,
        "pass": #"""
        {"ok":"string","text":"string"}
        """#,
        "plugin": #"""
        {"command?":"string","commands?":"string","file?":"string","loaded?":"string","plugin?":"string",
        "summary?":"string","unloaded?":"string"}
        """#,
        "quit": #"""
        {"deleted?":"integer","left?":"integer","ok?":"string","text?":"string"}
        """#,
        "read": #"""
        {"cc":"string","date":"null|string","from":"string","n":"integer","parts":["string"],"subject":"string",
        "text":"string","to":"string"}
        """#,
        "reconnect": #"""
        "none"
        """#,
        "retr": #"""
        {"base64":"string","n":"integer","octets":"integer"}
        """#,
        "rset": #"""
        {"ok":"string","text":"string"}
        """#,
        "session": #"""
        "none"
        """#,
        "set": #"""
        {"from":"string","meaning":"string","setting":"string","value":"string"}
        """#,
        "stat": #"""
        {"messages":"integer","octets":"integer"}
        """#,
        "stats": #"""
        {"domain?":"string","messages":"integer","month?":"string","name?":"string","octets":"integer",
        "sender?":"string","size?":"string"}
        """#,
        "status": #"""
        {"connected?":"string","messages?":"integer","new?":"integer","new_octets?":"integer","octets?":"integer",
        "security?":"string","server?":"string","state?":"string","to_delete?":"integer",
        "to_delete_octets?":"integer"}
        """#,
        "stls": #"""
        {"ok":"string","text":"string"}
        """#,
        "timing": #"""
        "none"
        """#,
        "top": #"""
        {"base64":"string","n":"integer","octets":"integer"}
        """#,
        "trust": #"""
        {"account":"string","file":"string","issuer":"string","key_sha256":"string","names":"string",
        "not_after":"string","not_before":"string","pin":"string","server":"string","sha256":"string",
        "subject":"string","trusted_before":"boolean"}
        """#,
        "uidl": #"""
        {"n":"integer","uid":"string"}
        """#,
        "unalias": #"""
        "none"
        """#,
        "undelete": #"""
        {"to_delete":"integer","unmarked":"integer"}
        """#,
        "user": #"""
        {"ok":"string","text":"string"}
        """#,
        "utf8": #"""
        {"ok":"string","text":"string"}
        """#,
    ]
}

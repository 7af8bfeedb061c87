extension Registry {
    /// Everything that comes with martlet itself: one line a command. A plugin adds its own.
    public func addBuiltIns() {
        let added = [
            // The protocol, verb by verb (RFC 1939, 2449, 2595, 5034, 6856).
            add(BuiltInCommand<UserCommand>()), add(BuiltInCommand<PassCommand>()), add(BuiltInCommand<ApopCommand>()),
            add(BuiltInCommand<AuthCommand>()), add(BuiltInCommand<StlsCommand>()), add(BuiltInCommand<CapaCommand>()),
            add(BuiltInCommand<StatCommand>()), add(BuiltInCommand<ListCommand>()), add(BuiltInCommand<RetrCommand>()),
            add(BuiltInCommand<DeleCommand>()), add(BuiltInCommand<TopCommand>()), add(BuiltInCommand<UidlCommand>()),
            add(BuiltInCommand<NoopCommand>()), add(BuiltInCommand<RsetCommand>()), add(BuiltInCommand<Utf8Command>()),
            add(BuiltInCommand<LangCommand>()), add(BuiltInCommand<QuitCommand>()),
            // Mail.
            add(BuiltInCommand<DeleteCommand>()), add(BuiltInCommand<UndeleteCommand>()), add(BuiltInCommand<CheckCommand>()),
            // The session around it.
            add(BuiltInCommand<ReconnectCommand>()), add(BuiltInCommand<SetCommand>()), add(BuiltInCommand<TimingCommand>()),
            add(BuiltInCommand<AliasCommand>()), add(BuiltInCommand<UnaliasCommand>()),
            add(BuiltInCommand<ConnectCommand>()), add(BuiltInCommand<StatusCommand>()), add(BuiltInCommand<ExitCommand>()),
            add(BuiltInCommand<AccountCommand>()), add(BuiltInCommand<TrustCommand>()),
            add(BuiltInCommand<DoctorCommand>()), add(BuiltInCommand<InspectCommand>()),
            add(BuiltInCommand<LogCommand>()), add(BuiltInCommand<SessionCommand>()),
            add(BuiltInCommand<PluginCommand>()),
            add(BuiltInCommand<HelpCommand>()),
            // What is generated from this list.
            add(BuiltInCommand<CompletionsCommand>()), add(BuiltInCommand<ManCommand>()), add(BuiltInCommand<SchemaCommand>()),
        ]
        precondition(!added.contains(false), "two built-in commands share a name")
    }
}

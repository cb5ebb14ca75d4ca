using System.CommandLine;
using Kybernet.ApiServer;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>What is written of requests, and what is hidden in the store. Names and defaults are kube-apiserver's.</summary>
internal sealed class RecordFlags
{
    private readonly Option<string> _policy = new("--audit-policy-file") { Description = "A Policy of audit.k8s.io/v1: what is written of which requests." };
    private readonly Option<string> _log = new("--audit-log-path") { Description = "The audit log; - is the standard output. Without it nothing is written." };
    private readonly Option<int> _maxAge = new("--audit-log-maxage") { Description = "Days old audit logs are kept; 0 is without a limit." };
    private readonly Option<int> _maxBackup = new("--audit-log-maxbackup") { Description = "How many old audit logs are kept; 0 is without a limit." };
    private readonly Option<int> _maxSize = new("--audit-log-maxsize") { Description = "When an audit log is full, in MiB; 0 is 100." };
    private readonly Option<string> _encryption = new("--encryption-provider-config") { Description = "An EncryptionConfiguration: what is hidden." };
    private readonly Option<bool> _reload = new("--encryption-provider-config-automatic-reload") { Description = "Take its changes without a restart." };

    public IEnumerable<Option> All => [_policy, _log, _maxAge, _maxBackup, _maxSize, _encryption, _reload];

    /// <summary>The encryption configuration is read anew when it changes.</summary>
    public string ReloadedFile(ParseResult parsed) => parsed.GetValue(_reload) ? parsed.GetValue(_encryption) ?? "" : "";

    /// <exception cref="ArgumentException">A flag is wrong.</exception>
    public ApiServerOptions Apply(ParseResult parsed, ApiServerOptions options)
    {
        var policy = FlagFile.Read(_policy.Name, parsed.GetValue(_policy)) ?? "";
        var encryption = parsed.GetValue(_encryption) ?? "";
        if (parsed.GetValue(_reload) && encryption.Length == 0)
            throw new ArgumentException($"{_reload.Name} must be set with {_encryption.Name}");
        // Read once here, so that what is wrong is said of the flag.
        _ = FlagFile.Read(_encryption.Name, encryption);
        var path = parsed.GetValue(_log) ?? "";
        if (path.Length > 0 && policy.Length == 0) throw new ArgumentException($"{_log.Name} needs {_policy.Name}: without a policy nothing would be written");
        return options with
        {
            EncryptionConfiguration = encryption.Length == 0 ? null : () => File.ReadAllText(encryption),
            Audit = options.Audit with
            {
                Policy = policy,
                File = path.Length == 0
                    ? null
                    : new(path) { MaxAgeDays = parsed.GetValue(_maxAge), MaxBackups = parsed.GetValue(_maxBackup), MaxSizeMiB = parsed.GetValue(_maxSize) },
            },
        };
    }
}

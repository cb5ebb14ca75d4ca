using System.CommandLine;
using Kybernet.ApiServer;
using Kybernet.ApiServer.Audit;
using Kybernet.Hosts.Kyb.Standalone;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>What is written of requests, and what is hidden in the store. Names and defaults are kube-apiserver's.</summary>
internal sealed class RecordFlags
{
    private const string Batch = "batch";
    private const string Blocking = "blocking";

    private readonly Option<string> _policy = new("--audit-policy-file") { Description = "A Policy of audit.k8s.io/v1: what is written of which requests." };
    private readonly Option<string> _log = new("--audit-log-path") { Description = "The audit log; - is the standard output. Without it nothing is written." };
    private readonly Option<string> _mode = new("--audit-log-mode")
    {
        Description = "blocking: each event is written before its request goes on; batch: a busy server writes several at once.",
        DefaultValueFactory = _ => Batch,
    };

    private readonly Option<int> _maxAge = new("--audit-log-maxage") { Description = "Days old audit logs are kept; 0 is without a limit." };
    private readonly Option<int> _maxBackup = new("--audit-log-maxbackup") { Description = "How many old audit logs are kept; 0 is without a limit." };
    private readonly Option<int> _maxSize = new("--audit-log-maxsize") { Description = "When an audit log is full, in MiB; 0 is 100." };
    private readonly Option<string> _webhook = new("--audit-webhook-config-file") { Description = "A kubeconfig of who is told of what is audited." };
    private readonly Option<int> _webhookBuffer = new("--audit-webhook-batch-buffer-size")
    { Description = "Events that wait; more are dropped.", DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> _webhookBatch = new("--audit-webhook-batch-max-size") { Description = "Events sent at once.", DefaultValueFactory = _ => 400 };
    private readonly Option<TimeSpan> _webhookWait = DurationFlag.Create(
        "--audit-webhook-batch-max-wait", TimeSpan.FromSeconds(30), "How long an event waits for others.");
    private readonly Option<TimeSpan> _webhookBackoff = DurationFlag.Create(
        "--audit-webhook-initial-backoff", TimeSpan.FromSeconds(10), "The pause after a failure.");
    private readonly Option<string> _encryption = new("--encryption-provider-config") { Description = "An EncryptionConfiguration: what is hidden." };
    private readonly Option<bool> _reload = new("--encryption-provider-config-automatic-reload") { Description = "Take its changes without a restart." };

    public IEnumerable<Option> All =>
    [
        _policy, _log, _mode, _maxAge, _maxBackup, _maxSize, _webhook, _webhookBuffer, _webhookBatch, _webhookWait, _webhookBackoff, _encryption, _reload,
    ];

    /// <summary>The encryption configuration is read anew when it changes.</summary>
    public string ReloadedFile(ParseResult parsed) => parsed.GetValue(_reload) ? parsed.GetValue(_encryption) ?? "" : "";

    /// <exception cref="ArgumentException">A flag is wrong.</exception>
    public ApiServerOptions Apply(ParseResult parsed, ApiServerOptions options, TimeProvider time)
    {
        var policy = FlagFile.Read(_policy.Name, parsed.GetValue(_policy)) ?? "";
        var encryption = parsed.GetValue(_encryption) ?? "";
        if (parsed.GetValue(_reload) && encryption.Length == 0)
            throw new ArgumentException($"{_reload.Name} must be set with {_encryption.Name}");
        // Read once here, so that what is wrong is said of the flag.
        _ = FlagFile.Read(_encryption.Name, encryption);
        var path = parsed.GetValue(_log) ?? "";
        if (path.Length > 0 && policy.Length == 0) throw new ArgumentException($"{_log.Name} needs {_policy.Name}: without a policy nothing would be written");
        var mode = parsed.GetValue(_mode);
        if (mode is not (Batch or Blocking)) throw new ArgumentException($"{_mode.Name} must be {Batch} or {Blocking}, not \"{mode}\"");
        var webhook = FlagFile.Kubeconfig(_webhook.Name, parsed.GetValue(_webhook), time);
        if (webhook is not null && policy.Length == 0)
            throw new ArgumentException($"{_webhook.Name} needs {_policy.Name}: without a policy nothing would be sent");
        return options with
        {
            EncryptionConfiguration = encryption.Length == 0 ? null : () => File.ReadAllText(encryption),
            Audit = options.Audit with
            {
                Policy = policy,
                File = path.Length == 0
                    ? null
                    : new(path)
                    {
                        MaxAgeDays = parsed.GetValue(_maxAge),
                        MaxBackups = parsed.GetValue(_maxBackup),
                        MaxSizeMiB = parsed.GetValue(_maxSize),
                        IsBatched = mode == Batch,
                    },
                Webhook = webhook is null
                    ? null
                    : AuditWebhookOptions.To(webhook, time) with
                    {
                        BufferSize = parsed.GetValue(_webhookBuffer),
                        MaxBatchSize = parsed.GetValue(_webhookBatch),
                        MaxBatchWait = parsed.GetValue(_webhookWait),
                        InitialBackoff = parsed.GetValue(_webhookBackoff),
                    },
            },
        };
    }
}

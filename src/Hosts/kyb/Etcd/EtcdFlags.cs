using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Kybernet.Machinery.Values;
using Kybernet.Store;
using Kybernet.Store.Compaction;
using Kybernet.Store.Embedded;
using Kybernet.Store.Serving;
using Kybernet.Store.Snapshots;

namespace Kybernet.Hosts.Kyb.Etcd;

/// <summary>The flags of <c>kyb etcd</c>: etcd's own names and defaults (etcd: server/embed/config.go), and those for snapshots.</summary>
internal sealed class EtcdFlags
{
    private readonly Option<string> _dataDir = new("--data-dir") { Description = "Where the data is; made if it is not there.", Required = true };
    private readonly Option<string> _name = Text("--name", "default", "Name of this member.");
    private readonly Option<string> _listen = Text(
        "--listen-client-urls", "http://localhost:2379", "URLs to serve clients on, with commas between; http:// on loopback only.");
    private readonly Option<string> _advertise = Text("--advertise-client-urls", "", "URLs that member lists tell clients; those listened on unless set.");
    private readonly Option<string> _certFile = Text("--cert-file", "", "The server's TLS certificate.");
    private readonly Option<string> _keyFile = Text("--key-file", "", "The key of the server's TLS certificate.");
    private readonly Option<string> _trustedCaFile = Text("--trusted-ca-file", "", "Authorities that sign clients' certificates; clients then need one.");
    private readonly Option<bool> _clientCertAuth = new(
        "--client-cert-auth")
    { Description = "Let in only clients with a certificate; needs --trusted-ca-file." };
    private readonly Option<long> _quota = Number("--quota-backend-bytes", 0, "The size past which writes are refused; 0: only the disk bounds it.");
    private readonly Option<string> _compactionMode = Text("--auto-compaction-mode", "periodic",
        "What --auto-compaction-retention counts: 'periodic' or 'revision'.");
    private readonly Option<string> _compactionRetention = Text(
        "--auto-compaction-retention", "0", "History kept: hours or a duration like 5m (periodic), a number (revision); 0: all of it.");
    private readonly Option<long> _maxTxnOps = Number("--max-txn-ops", StoreLimits.Default.MaxTxnOperations, "The most operations of one transaction.");
    private readonly Option<long> _maxRequestBytes = Number("--max-request-bytes", StoreLimits.Default.MaxRequestBytes, "The largest request.");
    private readonly Option<string> _snapshotDir = Text("--snapshot-dir", "", "Where snapshots are put; none are taken unless set.");
    private readonly Option<string> _snapshotInterval = Text("--snapshot-interval", "12h", "How often a snapshot is taken.");
    private readonly Option<long> _snapshotKeep = Number("--snapshot-keep", 5, "How many snapshots stay; the oldest go.");

    public IEnumerable<Option> All =>
    [
        _dataDir, _name, _listen, _advertise, _certFile, _keyFile, _trustedCaFile, _clientCertAuth, _quota, _compactionMode,
        _compactionRetention, _maxTxnOps, _maxRequestBytes, _snapshotDir, _snapshotInterval, _snapshotKeep,
    ];

    public EmbeddedStoreOptions Store(ParseResult parsed) => new()
    {
        Directory = parsed.GetValue(_dataDir)!,
        Limits = Limits(parsed),
        MaxFileBytes = parsed.GetValue(_quota),
        Seed = Environment.ProcessId,
    };

    /// <summary>How it is served, or what is wrong with the flags.</summary>
    public EtcdServerOptions? Server(ParseResult parsed, out string? wrong)
    {
        var listen = Urls(parsed.GetValue(_listen)!, "--listen-client-urls", out wrong);
        if (wrong is not null) return null;
        var advertise = Urls(parsed.GetValue(_advertise)!, "--advertise-client-urls", out wrong);
        if (wrong is not null) return null;
        var options = new EtcdServerOptions
        {
            ListenClientUrls = listen,
            AdvertiseClientUrls = advertise,
            Name = parsed.GetValue(_name)!,
            CertificateFile = OrNull(parsed.GetValue(_certFile)),
            KeyFile = OrNull(parsed.GetValue(_keyFile)),
            ClientCaFile = OrNull(parsed.GetValue(_trustedCaFile)),
            Limits = Limits(parsed),
            TemporaryDirectory = parsed.GetValue(_dataDir)!,
        };
        wrong = parsed.GetValue(_clientCertAuth) && options.ClientCaFile is null
            ? "--client-cert-auth needs --trusted-ca-file, the authorities that sign clients' certificates"
            : options.Validate() ?? Missing(options.CertificateFile, "--cert-file") ?? Missing(options.KeyFile, "--key-file")
                ?? Missing(options.ClientCaFile, "--trusted-ca-file");
        return wrong is null ? options : null;
    }

    /// <summary>When history is compacted; null: never, or the flags are wrong.</summary>
    public AutoCompactorOptions? Compaction(ParseResult parsed, out string? wrong)
    {
        var (mode, retention) = (parsed.GetValue(_compactionMode)!, parsed.GetValue(_compactionRetention)!);
        wrong = null;
        var isNumber = long.TryParse(retention, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (mode == "revision")
        {
            if (!isNumber) wrong = $"--auto-compaction-retention={retention}: a number of revisions is needed with --auto-compaction-mode=revision";
            return number > 0 ? AutoCompactorOptions.OfRevisions(number) : null;
        }

        if (mode != "periodic")
        {
            wrong = $"--auto-compaction-mode={mode}: it must be 'periodic' or 'revision'";
            return null;
        }

        var age = isNumber ? TimeSpan.FromHours(Math.Min(number, 1_000_000)) : Span(retention, "--auto-compaction-retention", out wrong);
        if (age <= TimeSpan.Zero) return null;
        // A tenth of what is kept, as etcd looks (v3compactor/periodic.go), but not rarer than usual.
        var usual = new AutoCompactorOptions().Interval;
        return new() { KeepFor = age, Interval = age / 10 < usual ? age / 10 : usual };
    }

    /// <summary>When snapshots are taken; null: never, or the flags are wrong.</summary>
    public SnapshotScheduleOptions? Snapshots(ParseResult parsed, out string? wrong)
    {
        wrong = null;
        if (parsed.GetValue(_snapshotDir) is not { Length: > 0 } directory) return null;
        var interval = Span(parsed.GetValue(_snapshotInterval)!, "--snapshot-interval", out wrong);
        if (wrong is not null) return null;
        var options = new SnapshotScheduleOptions
        {
            Directory = directory,
            Interval = interval,
            Keep = (int)Math.Min(parsed.GetValue(_snapshotKeep), int.MaxValue)
        };
        wrong = options.Validate();
        return wrong is null ? options : null;
    }

    private StoreLimits Limits(ParseResult parsed) => StoreLimits.Default with
    {
        MaxTxnOperations = (int)Math.Clamp(parsed.GetValue(_maxTxnOps), 1, int.MaxValue),
        MaxRequestBytes = (int)Math.Clamp(parsed.GetValue(_maxRequestBytes), 1, int.MaxValue / 4),
    };

    private static ImmutableArray<Uri> Urls(string text, string flag, out string? wrong)
    {
        wrong = null;
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Uri.TryCreate(part, UriKind.Absolute, out var url)) urls.Add(url);
            else wrong = $"{flag}: '{part}' is no URL like https://127.0.0.1:2379";
        }

        return urls.DrainToImmutable();
    }

    private static TimeSpan Span(string text, string flag, out string? wrong)
    {
        wrong = Duration.TryParse(Encoding.UTF8.GetBytes(text), out var duration) ? null : $"{flag}={text}: a duration like 5m or 12h is needed";
        return duration.ToTimeSpan();
    }

    private static string? Missing(string? file, string flag) => file is null || File.Exists(file) ? null : $"{flag}: there is no file {file}";

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Option<string> Text(string name, string usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static Option<long> Number(string name, long usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };
}

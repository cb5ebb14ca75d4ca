namespace Kybernet.ApiServer.Audit;

/// <summary>Where the audit log is, and how much of it is kept. Zero is without a limit.</summary>
/// <param name="Path">The file; <c>--audit-log-path</c>. <c>-</c> is the standard output.</param>
public sealed record AuditFileOptions(string Path)
{
    /// <summary>Days old files are kept; <c>--audit-log-maxage</c>.</summary>
    public int MaxAgeDays { get; init; }

    /// <summary>How many old files are kept; <c>--audit-log-maxbackup</c>.</summary>
    public int MaxBackups { get; init; }

    /// <summary>When a file is full, in MiB; <c>--audit-log-maxsize</c>. Zero is upstream's 100.</summary>
    public int MaxSizeMiB { get; init; }

    /// <summary>
    /// A busy server writes several events at once; <c>--audit-log-mode</c>. A process that is killed then may lose those of its last moment.
    /// Otherwise each event is with the system before its request goes on.
    /// </summary>
    public bool IsBatched { get; init; }

    internal long MaxBytes => (MaxSizeMiB == 0 ? 100L : MaxSizeMiB) << 20;
}

namespace Kybernet.ApiServer.Audit;

/// <summary>What is written of requests, and where. Without a policy or without a place nothing is.</summary>
public sealed record AuditOptions
{
    /// <summary>A <c>Policy</c> of <c>audit.k8s.io/v1</c> as YAML; <c>--audit-policy-file</c>.</summary>
    public string Policy { get; init; } = "";

    /// <summary>A file of events; <c>--audit-log-path</c> and its siblings.</summary>
    public AuditFileOptions? File { get; init; }

    /// <summary>Somebody who is told; <c>--audit-webhook-config-file</c> and its siblings.</summary>
    public AuditWebhookOptions? Webhook { get; init; }

    internal bool IsOn => Policy.Length > 0 && (File is not null || Webhook is not null);

    internal string? Validate() =>
        Policy.Length > 0 && AuditPolicy.Read(Policy, out var problem) is null ? $"the audit policy is wrong: {problem}" : null;
}

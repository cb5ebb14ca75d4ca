using Kybernet.Client.Transport.Https;

namespace Kybernet.ApiServer.Audit;

/// <summary>Somebody who takes audit events in batches. Defaults are upstream's of <c>--audit-webhook-batch-*</c>.</summary>
/// <param name="Server">Where they are posted to.</param>
/// <param name="Client">How it is reached, with whatever certificates its kubeconfig names; stays the caller's.</param>
public sealed record AuditWebhookOptions(Uri Server, HttpMessageInvoker Client)
{
    /// <summary>Whoever a kubeconfig's connection leads to; it stays open for as long as the process.</summary>
    public static AuditWebhookOptions To(ServerConnection connection, TimeProvider time) => new(connection.Server, AuditConnection.To(connection, time));

    /// <summary>Events that wait; what comes when it is full is dropped.</summary>
    public int BufferSize { get; init; } = 10_000;

    /// <summary>Events sent at once.</summary>
    public int MaxBatchSize { get; init; } = 400;

    /// <summary>How long the first event of a batch waits for others.</summary>
    public TimeSpan MaxBatchWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After a failure; four attempts are made, the pause grows by half each time.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(10);
}

namespace Kybernet.ApiServer.Audit;

/// <summary>Takes audit events.</summary>
internal interface IAuditSink : IAsyncDisposable
{
    /// <summary>One event as JSON. The memory is the caller's again after the call.</summary>
    void Write(ReadOnlySpan<byte> json);
}

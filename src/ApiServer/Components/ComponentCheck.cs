namespace Kybernet.ApiServer.Components;

/// <summary>How a component beside the API server is asked whether it is well. Upstream: <c>componentstatus.Server</c>.</summary>
/// <param name="Name">The component, as <c>kubectl get componentstatuses</c> shows it.</param>
/// <param name="AskAsync">Answers within <see cref="MaxWait"/>, and does not throw but when it is cancelled.</param>
internal sealed record ComponentCheck(string Name, Func<CancellationToken, ValueTask<ComponentHealth>> AskAsync)
{
    /// <summary>Upstream: <c>probeTimeOut</c>.</summary>
    public static TimeSpan MaxWait { get; } = TimeSpan.FromSeconds(20);
}

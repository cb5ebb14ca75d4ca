namespace Kybernet.Scheduler.Framework;

/// <summary>A plugin that reads copies of objects; no pod is scheduled before they are complete.</summary>
public interface ISyncedPlugin : IPlugin
{
    ValueTask WaitForSyncAsync(CancellationToken cancel);
}

namespace Kybernet.ApiServer.WatchCache;

/// <summary>Up to where a cache knows everything.</summary>
internal interface IFreshness
{
    /// <summary>Everything up to this revision is in the cache.</summary>
    long Applied { get; }

    /// <summary>Waits until the cache knows everything up to the revision.</summary>
    ValueTask WaitForAsync(long revision, CancellationToken cancel);
}

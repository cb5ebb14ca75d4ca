namespace Kybernet.Store.Tests.Histories;

/// <summary>What a random history is made of.</summary>
internal sealed record HistoryOptions
{
    public required int Seed { get; init; }

    /// <summary>Embedded on a simulated disk that crashes and fails; else in memory.</summary>
    public bool Embedded { get; init; } = true;

    public int Clients { get; init; } = 4;

    public int RequestsPerClient { get; init; } = 25;

    public int Watchers { get; init; } = 2;

    /// <summary>The disk says durable before it is.</summary>
    public bool LyingDisk { get; init; }

    /// <summary>Puts something between clients and store.</summary>
    public Func<IStore, Random, IStore> Wrap { get; init; } = static (store, _) => store;
}

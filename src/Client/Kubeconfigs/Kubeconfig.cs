namespace Kybernet.Client.Kubeconfigs;

/// <summary>What kubeconfig files say, merged. Upstream: client-go/tools/clientcmd/api.</summary>
public sealed record Kubeconfig
{
    public static readonly Kubeconfig Empty = new();

    public string CurrentContext { get; init; } = "";

    public IReadOnlyDictionary<string, KubeconfigCluster> Clusters { get; init; } = new Dictionary<string, KubeconfigCluster>();

    public IReadOnlyDictionary<string, KubeconfigUser> Users { get; init; } = new Dictionary<string, KubeconfigUser>();

    public IReadOnlyDictionary<string, KubeconfigContext> Contexts { get; init; } = new Dictionary<string, KubeconfigContext>();

    /// <summary>Both together; where both say something, this one is right.</summary>
    public Kubeconfig MergedWith(Kubeconfig later) => new()
    {
        CurrentContext = CurrentContext.Length > 0 ? CurrentContext : later.CurrentContext,
        Clusters = Merge(Clusters, later.Clusters),
        Users = Merge(Users, later.Users),
        Contexts = Merge(Contexts, later.Contexts),
    };

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> later)
    {
        var merged = new Dictionary<string, T>(later, StringComparer.Ordinal);
        foreach (var (name, value) in first) merged[name] = value;
        return merged;
    }
}

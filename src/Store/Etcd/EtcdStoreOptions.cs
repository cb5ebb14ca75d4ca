using System.Collections.Immutable;

namespace Kybernet.Store.Etcd;

/// <summary>How to reach an etcd cluster.</summary>
/// <remarks>Defaults follow the client kube-apiserver uses (storage/storagebackend/factory/etcd3.go), unless said otherwise.</remarks>
public sealed record EtcdStoreOptions
{
    /// <summary>The client URLs of the members: <c>https://host:2379</c>, or <c>http://</c> without TLS. At least one.</summary>
    public required ImmutableArray<Uri> Endpoints { get; init; }

    /// <summary>PEM file of the authorities that sign the servers' certificates; none means those of the operating system.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the client's certificate. Read anew with each connection, so that a renewed one is picked up.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the client certificate's private key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long a connection may take before the next member is tried.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long one request may take, retries and fail-over included. Must be longer than an election (etcd: 1 s to 2 s) or
    /// losing the leader is an error to callers. etcd itself gives a request up after 7 s.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one member may take to defragment.</summary>
    public TimeSpan DefragmentTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often an idle connection is asked whether it is alive. etcd refuses more than one ping in 5 s.</summary>
    public TimeSpan KeepAlivePeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long that answer may take before the connection counts as broken.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many items one range call asks for; larger ranges are read in pages at one revision, as etcd builds each answer
    /// in memory. A page that does not fit <see cref="MaxMessageBytes"/> is asked for again in smaller ones.
    /// </summary>
    public int PageSize { get; init; } = 10_000;

    /// <summary>The largest answer accepted.</summary>
    public int MaxMessageBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>What the cluster's members are configured to accept; they decide, this is what errors tell.</summary>
    public StoreLimits Limits { get; init; } = StoreLimits.Default;

    /// <summary>What is wrong with the options, or null.</summary>
    public string? Validate()
    {
        if (Endpoints.IsDefaultOrEmpty) return "etcd: at least one endpoint is needed, like https://10.0.0.1:2379";
        foreach (var endpoint in Endpoints)
        {
            if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"))
                return $"etcd: endpoint '{endpoint}' must be a URL that begins with http:// or https://";
        }

        if ((CertificateFile is null) != (KeyFile is null)) return "etcd: a client certificate needs both its certificate file and its key file";
        if (PageSize < 1) return $"etcd: the page size must be at least 1, not {PageSize}";
        return null;
    }
}

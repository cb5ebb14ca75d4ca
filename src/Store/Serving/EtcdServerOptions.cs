using System.Collections.Immutable;

namespace Kybernet.Store.Serving;

/// <summary>How a store is served through etcd's API.</summary>
public sealed record EtcdServerOptions
{
    /// <summary>
    /// Where to listen: <c>https://127.0.0.1:2379</c>, or <c>http://</c> for plain text, on loopback only. The host is an IP
    /// address or <c>localhost</c>; port 0 takes a free one.
    /// </summary>
    public required ImmutableArray<Uri> ListenClientUrls { get; init; }

    /// <summary>The URLs member lists tell clients; empty means those it listens on.</summary>
    public ImmutableArray<Uri> AdvertiseClientUrls { get; init; } = [];

    /// <summary>The member's name; the ids of cluster and member are made from it.</summary>
    public string Name { get; init; } = "default";

    /// <summary>PEM file of the server's certificate, with its intermediates; needed for <c>https</c>. Read anew when it changed.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the server certificate's private key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>PEM file of the authorities whose client certificates are let in; with it, clients without one are not.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>What the store behind accepts: requests over it are refused with etcd's own errors.</summary>
    public StoreLimits Limits { get; init; } = StoreLimits.Default;

    /// <summary>How often a watch that asked for it is told how far it is while nothing happens in its range (etcd: 10 minutes).</summary>
    public TimeSpan WatchProgressNotifyInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The shortest lease granted, in seconds; shorter ones are made longer, as etcd does (with its default election timeout, 2).</summary>
    public long MinLeaseTtlSeconds { get; init; } = 2;

    /// <summary>How many requests and watch streams one connection may have under way.</summary>
    public int MaxConcurrentStreams { get; init; } = 100_000;

    /// <summary>How many watches one stream may carry.</summary>
    public int MaxWatchesPerStream { get; init; } = 100_000;

    /// <summary>Where snapshots are put together before they are sent; needs as much room as the live data.</summary>
    public string TemporaryDirectory { get; init; } = Path.GetTempPath();

    /// <summary>What is wrong with the options, or null.</summary>
    public string? Validate()
    {
        if (ListenClientUrls.IsDefaultOrEmpty) return "at least one client URL to listen on is needed, like https://127.0.0.1:2379";
        foreach (var url in ListenClientUrls)
        {
            if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")) return $"client URL '{url}' must begin with http:// or https://";
            if (url.HostNameType is not (UriHostNameType.IPv4 or UriHostNameType.IPv6) && url.Host != "localhost")
                return $"client URL '{url}': the host must be an IP address or localhost";
            // Plain text never leaves the machine: keys hold secrets.
            if (url.Scheme == "http" && !url.IsLoopback) return $"client URL '{url}': http is for loopback only; elsewhere use https with a certificate";
            if (url.Scheme == "https" && CertificateFile is null) return $"client URL '{url}': https needs a certificate file and a key file";
        }

        if ((CertificateFile is null) != (KeyFile is null)) return "a server certificate needs both its certificate file and its key file";
        return null;
    }
}

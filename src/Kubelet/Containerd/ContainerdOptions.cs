namespace Kybernet.Kubelet.Containerd;

/// <summary>A containerd of our own: nothing it has is shared with another one on the machine.</summary>
public sealed record ContainerdOptions
{
    /// <summary>Images and containers. Survives reboots.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Sockets and running containers. Does not survive reboots.</summary>
    public required string StateDirectory { get; init; }

    public string Binary { get; init; } = "containerd";

    /// <summary>containerd's own command line, for what its services do not offer: importing archives.</summary>
    public string Ctr { get; init; } = "ctr";

    public string CniConfigDirectory { get; init; } = "/etc/cni/net.d";

    public string CniBinDirectory { get; init; } = "/opt/cni/bin";

    public string Snapshotter { get; init; } = "overlayfs";

    /// <summary>How long it may take to answer after it was started.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public string Socket => Path.Combine(StateDirectory, "containerd.sock");

    public string? Validate()
    {
        // The kernel's limit of 108 bytes; containerd adds .ttrpc to the name.
        const int LongestSocket = 100;
        return Socket.Length > LongestSocket ? $"the path of containerd's socket is longer than {LongestSocket} bytes: {Socket}" : null;
    }
}

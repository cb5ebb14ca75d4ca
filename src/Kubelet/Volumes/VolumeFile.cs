namespace Kybernet.Kubelet.Volumes;

/// <summary>A file of a volume that the kubelet writes.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record VolumeFile(byte[] Content, int Mode)
{
    /// <summary>Its owner; null for root.</summary>
    public long? User { get; init; }
}

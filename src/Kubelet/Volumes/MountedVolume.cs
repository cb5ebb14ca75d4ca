namespace Kybernet.Kubelet.Volumes;

/// <summary>A volume of a pod on this node.</summary>
/// <param name="Name">The pod's name for it.</param>
/// <param name="HostPath">Where it is.</param>
/// <param name="IsReadOnly">Nobody may write to it.</param>
internal sealed record MountedVolume(string Name, string HostPath, bool IsReadOnly);

/// <summary>A volume cannot be set up now; the pod waits and it is tried again. The message is for the FailedMount event.</summary>
internal sealed class VolumeException(string message) : Exception(message);

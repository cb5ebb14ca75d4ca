namespace Kybernet.Kubelet.Environment;

/// <summary>A container cannot be made of what its pod says and the cluster has: a missing key, a wrong field. The message is upstream's.</summary>
internal sealed class ConfigException(string message) : Exception(message);

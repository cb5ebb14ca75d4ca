using Grpc.Core;

namespace Kybernet.Kubelet.Cri;

/// <summary>An error the container runtime answered with. The message is written as upstream's clients write it into events.</summary>
internal sealed class CriException(StatusCode code, string detail, Exception inner)
    : Exception($"rpc error: code = {code} desc = {detail}", inner)
{
    public StatusCode Code => code;

    /// <summary>What the runtime said, without the code.</summary>
    public string Detail => detail;

    public bool IsNotFound => code == StatusCode.NotFound;
}

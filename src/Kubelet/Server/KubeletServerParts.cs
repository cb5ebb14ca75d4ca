using Kybernet.Client;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Pods;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server;

/// <summary>What the server asks.</summary>
/// <param name="Client">The API server: who somebody is, what they may do.</param>
/// <param name="Pods">The node's pods.</param>
/// <param name="Runtime">The container runtime.</param>
/// <param name="Streams">Its streams and figures.</param>
/// <param name="Health">What is wrong with the kubelet; null when nothing is.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Where failures are said.</param>
internal sealed record KubeletServerParts(
    IClient Client, IPodDirectory Pods, IRuntimeService Runtime, IStreamingRuntime Streams, Func<string?> Health, TimeProvider Time, ILoggerFactory Loggers);

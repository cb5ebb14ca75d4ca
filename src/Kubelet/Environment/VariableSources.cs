using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Environment;

/// <summary>Where the values of a container's environment come from.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="PodIps">The addresses of its sandbox.</param>
/// <param name="Node">Its node.</param>
/// <param name="Services">The variables of services.</param>
/// <param name="Objects">Its ConfigMaps and Secrets.</param>
internal sealed record VariableSources(
    Pod Pod, IReadOnlyList<string> PodIps, NodeFacts Node, IReadOnlyDictionary<string, string> Services, PodObjects Objects);

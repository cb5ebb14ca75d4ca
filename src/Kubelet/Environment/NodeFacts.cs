using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Environment;

/// <summary>What is known of this node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">At most one of each family, the preferred first.</param>
/// <param name="Capacity">All it has.</param>
/// <param name="Allocatable">What pods may have.</param>
internal sealed record NodeFacts(string Name, IReadOnlyList<string> Addresses, MapOf<Quantity> Capacity, MapOf<Quantity> Allocatable)
{
    public long MemoryBytes => Capacity.GetValueOrDefault("memory").Value();
}

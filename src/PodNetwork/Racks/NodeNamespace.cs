using System.Net;

namespace Kybernet.PodNetwork.Racks;

/// <summary>A network namespace that stands for a machine.</summary>
/// <param name="Name">Of the namespace: <c>ip netns</c> lists it.</param>
/// <param name="Address">Of its <c>eth0</c>.</param>
public sealed record NodeNamespace(string Name, IPAddress Address)
{
    /// <summary>For <c>nsenter --net=</c>. Not <c>ip netns exec</c>: that hides the cgroups.</summary>
    public string Path => "/run/netns/" + Name;
}

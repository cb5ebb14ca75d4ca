using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Hosts.Tests;

/// <summary>A node with room, as its kubelet would tell of it.</summary>
internal static class ReadyNode
{
    public static Node Create()
    {
        var room = default(MapOf<Quantity>)
            .SetItem("cpu", Quantity.Parse("4")).SetItem("memory", Quantity.Parse("8Gi")).SetItem("pods", Quantity.Parse("110"));
        return new()
        {
            Metadata = new() { Name = "n1" },
            Status = new() { Capacity = room, Allocatable = room, Conditions = [new() { Type = "Ready", Status = "True" }] },
        };
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Tests.EndpointSlices;

public sealed class EndpointSlicePlanTests
{
    private static readonly Service s_service = new()
    {
        Metadata = new() { Name = "web", Namespace = "default", Uid = "u", Labels = MapOf.Of(("tier", "front")) },
        Spec = new()
        {
            Selector = MapOf.Of(("app", "web")),
            ClusterIP = "10.96.0.9",
            IpFamilies = [IPFamily.IPv4],
            Ports = [new ServicePort { Name = "http", Port = 80, Protocol = Protocol.TCP, TargetPort = "http" }],
        },
    };

    [Fact]
    public void For_NoPods_KeepsOneEmptySlice()
    {
        var made = Assert.Single(Plan([], []).Create);

        Assert.True(made.Endpoints.IsEmpty);
        var labels = made.Metadata.Labels;
        Assert.Equal(
            ("web", "endpointslice-controller.k8s.io", "front"), (labels[SliceMetadata.ServiceName], labels[SliceMetadata.ManagedBy], labels["tier"]));
        Assert.Equal(SliceChanges.None with { }, Normal(Plan([], [made with { Metadata = made.Metadata with { Name = "a" } }])));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public void For_Pods_FillsSlicesOfAHundred(int pods, int slices)
    {
        var made = Plan(Pods(pods), []).Create;

        Assert.Equal(slices, made.Count);
        Assert.Equal(pods, made.Sum(slice => slice.Endpoints.Count));
        Assert.All(made, slice => Assert.Equal((8080, "http"), (slice.Ports[0].Port, slice.Ports[0].Name)));
    }

    [Fact]
    public void For_OnePodMore_ChangesOneSlice_AndNothingWhenNothingChanged()
    {
        var before = Plan(Pods(150), []).Create.Select((slice, i) => slice with { Metadata = slice.Metadata with { Name = $"s{i}" } }).ToList();

        var changes = Plan(Pods(151), before);

        Assert.Equal((0, 1, 0), (changes.Create.Count, changes.Update.Count, changes.Delete.Count));
        var same = Plan(Pods(150), before);
        Assert.Equal((0, 0, 0), (same.Create.Count, same.Update.Count, same.Delete.Count));
    }

    [Theory]
    [InlineData(true, false, false, true, true, false)]
    [InlineData(true, true, false, false, true, true)]
    [InlineData(false, false, false, false, false, false)]
    [InlineData(false, true, true, true, false, true)]
    public void For_APodsState_GivesConditions(bool isReady, bool isDeleted, bool publish, bool ready, bool serving, bool terminating)
    {
        var pod = NewPod(0, isReady);
        if (isDeleted) pod = pod with { Metadata = pod.Metadata.WithDeletion(Machinery.Values.Time.FromUnixSeconds(1), 30) };
        var service = s_service with { Spec = s_service.Spec with { PublishNotReadyAddresses = publish } };

        var endpoint = Assert.Single(Assert.Single(EndpointSlicePlan.For(service, [pod], _ => NewNode(), []).Changes.Create).Endpoints);

        Assert.Equal((ready, serving, terminating), (endpoint.Conditions.Ready, endpoint.Conditions.Serving, endpoint.Conditions.Terminating));
        Assert.Equal(("n", "z", "10.1.0.0"), (endpoint.NodeName, endpoint.Zone, endpoint.Addresses[0]));
    }

    [Fact]
    public void For_TwoFamilies_HasSlicesOfBoth()
    {
        var service = s_service with { Spec = s_service.Spec with { IpFamilies = [IPFamily.IPv4, IPFamily.IPv6] } };
        var pod = NewPod(0, true);
        pod = pod with { Status = pod.Status with { PodIPs = [new PodIP { Ip = "10.1.0.0" }, new PodIP { Ip = "FD00::0:1" }] } };

        var made = EndpointSlicePlan.For(service, [pod], _ => NewNode(), []).Changes.Create;

        Assert.Equal(["IPv4 10.1.0.0", "IPv6 fd00::1"], made.Select(slice => $"{slice.AddressType} {slice.Endpoints[0].Addresses[0]}"));
    }

    [Fact]
    public void For_NodeUnknown_LeavesThePodOut() =>
        Assert.Equal("n of pod p000", EndpointSlicePlan.For(s_service, Pods(1), _ => null, []).MissingNode);

    private static SliceChanges Plan(IReadOnlyList<Pod> pods, IReadOnlyList<EndpointSlice> slices) =>
        EndpointSlicePlan.For(s_service, pods, _ => NewNode(), slices).Changes;

    private static SliceChanges Normal(SliceChanges changes) =>
        changes.Create.Count + changes.Update.Count + changes.Delete.Count == 0 ? SliceChanges.None : changes;

    private static Node NewNode() => new() { Metadata = new() { Name = "n", Labels = MapOf.Of(("topology.kubernetes.io/zone", "z")) } };

    private static Pod[] Pods(int count) => [.. Enumerable.Range(0, count).Select(i => NewPod(i, isReady: true))];

    private static Pod NewPod(int index, bool isReady) => new()
    {
        Metadata = new() { Name = $"p{index:D3}", Namespace = "default", Uid = $"{index}" },
        Spec = new()
        {
            NodeName = "n",
            Containers = [new Container { Name = "c", Ports = [new ContainerPort { Name = "http", ContainerPortValue = 8080, Protocol = Protocol.TCP }] }],
        },
        Status = new()
        {
            Phase = PodPhase.Running,
            PodIP = $"10.1.{index / 250}.{index % 250}",
            PodIPs = [new PodIP { Ip = $"10.1.{index / 250}.{index % 250}" }],
            Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = isReady ? ConditionStatus.True : ConditionStatus.False }],
        },
    };
}

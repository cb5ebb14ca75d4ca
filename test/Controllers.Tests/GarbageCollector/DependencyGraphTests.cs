using Kybernet.Controllers.GarbageCollector;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.GarbageCollector;

public sealed class DependencyGraphTests
{
    private static readonly GroupVersionKind s_kind = new("", "v1", "ConfigMap");
    private readonly RecordedReactions _asked = new();
    private readonly AbsentOwners _absent = new();
    private readonly DependencyGraph _graph;

    public DependencyGraphTests() => _graph = new(_asked, _absent);

    [Fact]
    public void OwnerGone_ItsDependents_AreAttempted()
    {
        See("owner");
        See("child", owners: ["owner"]);
        Assert.Empty(_asked.Take());

        _graph.Remove(s_kind, Meta("owner"));

        Assert.Equal(["delete child"], _asked.Take());
        Assert.True(_absent.Has(new("v1", "ConfigMap", "ns", "owner", "owner")));
    }

    [Fact]
    public void OwnerUnknown_IsAttempted_AndWhenAbsentItsDependents()
    {
        See("child", owners: ["owner"]);
        Assert.Equal(["delete owner"], _asked.Take());
        Assert.True(_graph.Look(_asked.Nodes["owner"]).IsVirtual);

        _graph.RemoveAbsent(_asked.Nodes["owner"].Identity);

        Assert.Equal(["delete child"], _asked.Take());
    }

    [Fact]
    public void OwnerSeenLater_ItsVirtualNode_IsNoLongerVirtual()
    {
        See("child", owners: ["owner"]);
        var node = _asked.Nodes["owner"];

        See("owner");

        Assert.False(_graph.Look(node).IsVirtual);
        Assert.Equal(2, _graph.Count);
    }

    [Fact]
    public void Foreground_OwnerAndDependents_AreAttempted_AndTheOwnerAgainWhenTheyGo()
    {
        See("owner");
        See("child", owners: ["owner"]);

        See("owner", isDeleted: true, finalizers: [Finalizers.DeleteDependents]);
        Assert.Equal(["delete child", "delete owner"], _asked.Take());
        var blocker = Assert.Single(_graph.BlockersOf(_asked.Nodes["owner"]));
        Assert.Equal("child", blocker.Node.Identity.Name);
        _graph.Remove(s_kind, Meta("child", owners: ["owner"]));

        Assert.Equal(["delete owner"], _asked.Take());
        Assert.Empty(_graph.BlockersOf(_asked.Nodes["owner"]));
    }

    [Fact]
    public void Orphaning_BeginsOnce()
    {
        See("owner");
        var before = Meta("owner");
        var deleted = Meta("owner", isDeleted: true, finalizers: [Finalizers.Orphan]);

        _graph.Observe(s_kind, before, deleted);
        Assert.Equal(["orphan owner"], _asked.Take());
        _graph.Observe(s_kind, deleted, deleted with { ResourceVersion = "9" });

        Assert.Empty(_asked.Take());
    }

    [Fact]
    public void ReferenceTakenOff_FreesTheOwner()
    {
        See("owner");
        See("child", owners: ["owner"]);

        See("child");

        Assert.Equal(["delete owner"], _asked.Take());
        _graph.Remove(s_kind, Meta("owner"));
        Assert.Empty(_asked.Take());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OwnerInAnotherNamespace_IsReported_WhicheverCameFirst(bool isOwnerFirst)
    {
        if (isOwnerFirst) See("owner", @namespace: "far");
        See("child", owners: ["owner"]);
        if (!isOwnerFirst) See("owner", @namespace: "far");

        Assert.Contains("invalid child of owner", _asked.Take());
    }

    [Fact]
    public void DependentsThatDisagree_TheUid_IsTriedUnderEachName()
    {
        See("one", owners: ["owner"]);
        See("two", owners: ["owner"], ownerKind: "Secret");
        _asked.Take();
        var first = _asked.Nodes["owner"].Identity;

        _graph.RemoveAbsent(first);

        Assert.Equal(["delete one", "later owner"], _asked.Take());
        Assert.Equal("Secret", _asked.Nodes["owner"].Identity.Kind);
        _graph.RemoveAbsent(_asked.Nodes["owner"].Identity);
        Assert.Equal("ConfigMap", _asked.Nodes["owner"].Identity.Kind);
    }

    [Fact]
    public void ObjectThatWasSeen_IsNotRemoved_ByTheAbsenceOfAnother()
    {
        See("owner");
        See("child", owners: ["owner"], ownerKind: "Secret");
        Assert.Equal(["delete child"], _asked.Take());

        _graph.RemoveAbsent(new("v1", "Secret", "ns", "owner", "owner"));

        Assert.Equal(2, _graph.Count);
        Assert.Equal(["delete child"], _asked.Take());
    }

    private void See(
        string name,
        string[]? owners = null,
        string ownerKind = "ConfigMap",
        string @namespace = "ns",
        bool isDeleted = false,
        string[]? finalizers = null) =>
        _graph.Observe(s_kind, null, Meta(name, owners, ownerKind, @namespace, isDeleted, finalizers));

    private static ObjectMeta Meta(
        string name,
        string[]? owners = null,
        string ownerKind = "ConfigMap",
        string @namespace = "ns",
        bool isDeleted = false,
        string[]? finalizers = null) => new()
        {
            Name = name,
            Uid = name,
            Namespace = @namespace,
            OwnerReferences = (owners ?? []).Select(owner => new OwnerReference
            {
                ApiVersion = "v1",
                Kind = ownerKind,
                Name = owner,
                Uid = owner,
                BlockOwnerDeletion = true,
            }).ToListOf(),
            DeletionTimestamp = isDeleted ? Time.FromUnixSeconds(1) : null,
            Finalizers = (finalizers ?? []).ToListOf(),
        };
}

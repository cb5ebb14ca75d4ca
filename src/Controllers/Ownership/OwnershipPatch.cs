using Kybernet.Client;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.Ownership;

/// <summary>
/// The patches that make an owner an object's controller, or take that back. They name the object's uid: one that was deleted and made anew
/// refuses them. All that is put into the JSON is names and uids, which need no escapes.
/// </summary>
public static class OwnershipPatch
{
    public static ObjectPatch Adopt(IObject owner, string uid, string finalizer)
    {
        var kind = $"\"apiVersion\":\"{owner.Gvk.ToApiVersion()}\",\"kind\":\"{owner.Gvk.Kind}\"";
        var named = $"\"name\":\"{owner.Metadata.Name}\",\"uid\":\"{owner.Metadata.Uid}\"";
        var reference = $"{{{kind},{named},\"controller\":true,\"blockOwnerDeletion\":true}}";
        var finalizers = finalizer.Length == 0 ? "" : $",\"finalizers\":[\"{finalizer}\"]";
        return ObjectPatch.StrategicMerge($$$"""{"metadata":{"uid":"{{{uid}}}","ownerReferences":[{{{reference}}}]{{{finalizers}}}}}""");
    }

    public static ObjectPatch Release(ObjectMeta owner, string uid, string finalizer)
    {
        var finalizers = finalizer.Length == 0 ? "" : $",\"$deleteFromPrimitiveList/finalizers\":[\"{finalizer}\"]";
        var reference = $$"""{"$patch":"delete","uid":"{{owner.Uid}}"}""";
        return ObjectPatch.StrategicMerge($$$"""{"metadata":{"uid":"{{{uid}}}","ownerReferences":[{{{reference}}}]{{{finalizers}}}}}""");
    }
}

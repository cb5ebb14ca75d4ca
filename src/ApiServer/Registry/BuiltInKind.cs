using System.Collections.Frozen;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>What is the same of a built-in resource in every server of a process.</summary>
internal sealed class BuiltInKind
{
    public BuiltInKind(ResourceInfo info, KindRegistration registration)
    {
        Info = info;
        Registration = registration;
        var doors = new Dictionary<string, UpdateRules>(registration.Doors);
        if (info.FindSubresource("status") is not null) doors.TryAdd("status", registration.Rules.Status ?? new UpdateRules());
        Doors = doors.ToFrozenDictionary();
        Ownership = new(MakeOwnership);
    }

    public ResourceInfo Info { get; }

    public KindRegistration Registration { get; }

    public FrozenDictionary<string, UpdateRules> Doors { get; }

    /// <summary>Made at the first write: few of the kinds are ever written in one process.</summary>
    public Lazy<FieldOwnership> Ownership { get; }

    private FieldOwnership MakeOwnership()
    {
        var empty = ObjectJson.Encode((IObject)EmptyObjects.Of(BuiltInApi.Scheme, Info.Kind));
        return new(Info, BuiltInApi.Types.Find(Info.Kind)!, JsonValues.Read(empty), Doors.Keys);
    }
}

using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>Two kinds that are two versions of one stored object. Both ways lose nothing (what one version lacks goes to annotations).</summary>
/// <param name="ToStored">From the served kind to the stored one.</param>
/// <param name="ToServed">And back.</param>
public sealed record VersionConversion(Func<IObject, IObject> ToStored, Func<IObject, IObject> ToServed);

using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>Keeps <c>metadata.managedFields</c> on every write.</summary>
internal static class FieldOwnership
{
    public static IObject OnCreate(IObject value, WriteRequest request, TimeProvider time) => value;

    public static IObject OnUpdate(IObject value, IObject old, WriteRequest request, TimeProvider time) => value;
}

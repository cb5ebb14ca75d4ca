using Kybernet.Machinery.Schema;

namespace Kybernet.Api;

/// <summary>The run-time model of the whole API's schema.</summary>
public static class ApiSchema
{
    public static SchemaModel Create() => new(
        [.. Machinery.Meta.SchemaIndex.Sources(), .. SchemaIndex.Sources()],
        [Machinery.Meta.SchemaIndex.Docs, SchemaIndex.Docs]);
}

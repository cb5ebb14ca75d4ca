using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>What upstream's documents say of single fields, where the words of their schema do not.</summary>
internal static class SchemaExceptions
{
    /// <summary>Defaults upstream documents for fields that may be left out.</summary>
    public static string? Default(SchemaType owner, SchemaField field) => (owner.QualifiedName, field.JsonName) switch
    {
        ("core.v1.LocalObjectReference", "name") => "\"\"",
        ("core.v1.ReplicationControllerSpec", "minReadySeconds") => "0",
        ("autoscaling.v1.ScaleSpec", "replicas") => "0",
        _ => null,
    };

    /// <summary>The one strategy that states what would be so anyway; the schema model does not keep it.</summary>
    public static string? PatchStrategy(SchemaType owner, SchemaField field) =>
        (owner.QualifiedName, field.JsonName) == ("policy.v1.PodDisruptionBudgetSpec", "selector") ? "replace" : null;

    /// <summary>The type has no definition of its own, so its schema states no field required.</summary>
    public static bool IsRequired(SchemaType owner, SchemaField field) =>
        (owner.QualifiedName, field.JsonName) == ("core.v1.EphemeralContainerCommon", "name");
}

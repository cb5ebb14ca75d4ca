using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.CustomResources;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// What beside <c>metadata.finalizers</c> keeps an object: a namespace stays until its <c>spec.finalizers</c> are gone, a definition until the
/// objects it defines are.
/// </summary>
internal static class DeletionBarriers
{
    private const string Terminating = "Terminating";

    public static bool AreDown(IObject value) => value switch
    {
        Namespace space => space.Spec.Finalizers.IsEmpty,
        CustomResourceDefinition definition => !definition.Metadata.Finalizers.Contains(DefinitionConditions.Cleanup),
        _ => true,
    };

    /// <summary>Says in the object that it is on its way out.</summary>
    public static IObject Raise(IObject value, DateTimeOffset now)
    {
        if (value is CustomResourceDefinition { Metadata.DeletionTimestamp: null } definition) return Raise(definition, now);
        if (value is not Namespace { Metadata.DeletionTimestamp: null, Spec.Finalizers.IsEmpty: false } space) return value;
        return space with
        {
            Metadata = space.Metadata with { DeletionTimestamp = Time.From(now), DeletionGracePeriodSeconds = 0 },
            Status = space.Status with { Phase = Terminating },
        };
    }

    private static CustomResourceDefinition Raise(CustomResourceDefinition value, DateTimeOffset now)
    {
        var metadata = value.Metadata with { DeletionTimestamp = Time.From(now), DeletionGracePeriodSeconds = 0 };
        if (!metadata.Finalizers.Contains(DefinitionConditions.Cleanup))
            metadata = metadata with { Finalizers = metadata.Finalizers.Add(DefinitionConditions.Cleanup) };
        return (value with { Metadata = metadata }).With(
            Terminating, "True", "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", now);
    }
}

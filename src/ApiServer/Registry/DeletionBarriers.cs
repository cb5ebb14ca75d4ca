using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry;

/// <summary>What beside <c>metadata.finalizers</c> keeps an object: a namespace stays until its <c>spec.finalizers</c> are gone.</summary>
internal static class DeletionBarriers
{
    private const string Terminating = "Terminating";

    public static bool AreDown(IObject value) => value is not Namespace { Spec.Finalizers.IsEmpty: false };

    /// <summary>Says in the object that it is on its way out.</summary>
    public static IObject Raise(IObject value, DateTimeOffset now)
    {
        if (value is not Namespace { Metadata.DeletionTimestamp: null, Spec.Finalizers.IsEmpty: false } space) return value;
        return space with
        {
            Metadata = space.Metadata with { DeletionTimestamp = Time.From(now), DeletionGracePeriodSeconds = 0 },
            Status = space.Status with { Phase = Terminating },
        };
    }
}

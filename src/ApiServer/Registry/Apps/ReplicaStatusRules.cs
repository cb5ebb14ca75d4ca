using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>Counts of pods in a status: no part is more than the whole.</summary>
internal static class ReplicaStatusRules
{
    /// <param name="replicas">The whole.</param>
    /// <param name="parts">Its parts, by the name of their field.</param>
    public static void NotMoreThan(FieldErrorList errors, int replicas, params ReadOnlySpan<(string Field, int Count)> parts)
    {
        foreach (var (field, count) in parts)
            if (count > replicas) errors.Reject(FieldPath.Of("status").Child(field), count, "cannot be greater than status.replicas");
    }

    /// <param name="than">What the error calls the ready ones.</param>
    public static void AvailableAreReady(FieldErrorList errors, int available, int ready, string than = "readyReplicas")
    {
        if (available > ready)
            errors.Reject(FieldPath.Of("status").Child("availableReplicas"), available, $"cannot be greater than {than}");
    }

    /// <summary>The count of collisions makes names unique: it only grows.</summary>
    public static void Collisions(FieldErrorList errors, int? count, int? old)
    {
        if (old is not null && !(count >= old))
            errors.Reject(FieldPath.Of("status").Child("collisionCount"), count ?? 0, "cannot be decremented");
    }
}

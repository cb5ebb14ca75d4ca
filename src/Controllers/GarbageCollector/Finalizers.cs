namespace Kybernet.Controllers.GarbageCollector;

/// <summary>The finalizers that tell the garbage collector how an object goes.</summary>
public static class Finalizers
{
    /// <summary>Its dependents are to live on. Upstream: FinalizerOrphanDependents.</summary>
    public const string Orphan = "orphan";

    /// <summary>Its dependents go first. Upstream: FinalizerDeleteDependents.</summary>
    public const string DeleteDependents = "foregroundDeletion";
}

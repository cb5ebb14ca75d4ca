namespace Kybernet.Scheduler.Framework;

/// <summary>The kinds of objects whose changes can make pods schedulable. Upstream: <c>framework.EventResource</c>.</summary>
public enum EventResource
{
    /// <summary>All of them.</summary>
    WildCard,

    /// <summary>Pods, with or without a node.</summary>
    Pod,
    AssignedPod,
    UnscheduledPod,
    Node,
    PersistentVolume,
    PersistentVolumeClaim,
    StorageClass,
    CSINode,
    CSIDriver,
    CSIStorageCapacity,
    VolumeAttachment,
}

/// <summary>What happened to an object. Upstream: <c>framework.ActionType</c>, with its order of bits.</summary>
[Flags]
public enum EventActions
{
    None = 0,
    Add = 1,
    Delete = 1 << 1,
    UpdateNodeAllocatable = 1 << 2,
    UpdateNodeLabel = 1 << 3,
    UpdateNodeTaint = 1 << 4,
    UpdateNodeCondition = 1 << 5,
    UpdateNodeAnnotation = 1 << 6,
    UpdateNodeDeclaredFeature = 1 << 7,
    UpdatePodLabel = 1 << 8,
    UpdatePodScaleDown = 1 << 9,
    UpdatePodToleration = 1 << 10,
    UpdatePodSchedulingGatesEliminated = 1 << 11,
    UpdatePodGeneratedResourceClaim = 1 << 12,
    Update = All & ~(Add | Delete),
    All = (1 << 13) - 1,
}

/// <summary>A change that may make pods schedulable, or those that a plugin listens to.</summary>
/// <param name="Resource">Of what.</param>
/// <param name="Actions">Which.</param>
/// <param name="Label">What metrics call it; empty for the name made of the other two.</param>
public readonly record struct ClusterEvent(EventResource Resource, EventActions Actions, string Label = "")
{
    public static readonly ClusterEvent UnschedulableTimeout = new(EventResource.WildCard, EventActions.All, "UnschedulableTimeout");

    public bool IsWildCard => Resource == EventResource.WildCard && Actions == EventActions.All;

    /// <summary>True when a listener to this event wants to know of <paramref name="incoming"/>.</summary>
    public bool Matches(ClusterEvent incoming) => IsWildCard ||
        ((Resource == EventResource.WildCard || Resource == incoming.Resource ||
          (Resource == EventResource.Pod && incoming.Resource is EventResource.AssignedPod or EventResource.UnscheduledPod)) &&
         (Actions & incoming.Actions) != 0 && incoming.Actions <= Actions);

    public override string ToString() => Label.Length > 0 ? Label : $"{Resource}{(Actions == EventActions.Update ? "Update" : Actions.ToString())}";
}

using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Framework;

/// <summary>What a plugin makes of a pod. Upstream: <c>framework.Code</c>.</summary>
public enum StatusCode
{
    /// <summary>The plugin has no objection. Plugins say so with null.</summary>
    Success,

    /// <summary>Something inside went wrong; the pod is tried again soon.</summary>
    Error,

    /// <summary>The pod does not fit now; evicting other pods may help.</summary>
    Unschedulable,

    /// <summary>The pod does not fit and evicting pods would not help.</summary>
    UnschedulableAndUnresolvable,

    /// <summary>Permit: the pod waits for approval.</summary>
    Wait,

    /// <summary>The plugin has nothing to do for this pod: its later extension points are left out in this cycle.</summary>
    Skip,

    /// <summary>The pod waits for something outside; it is tried at once when an event says so.</summary>
    Pending,
}

/// <summary>The result of a plugin; null stands for success. Immutable: those that recur are made once and shared.</summary>
/// <param name="Code">What it is.</param>
/// <param name="Plugin">Which plugin says so; empty for the framework itself.</param>
/// <param name="Reasons">For users, counted over all nodes.</param>
public sealed record PluginStatus(StatusCode Code, string Plugin, ListOf<string> Reasons)
{
    public bool IsRejected => Code is StatusCode.Unschedulable or StatusCode.UnschedulableAndUnresolvable or StatusCode.Pending;

    public string Message => string.Join(", ", Reasons);

    public static PluginStatus Skip { get; } = new(StatusCode.Skip, "", []);

    public static PluginStatus Error(string plugin, string message) => new(StatusCode.Error, plugin, [message]);

    public static PluginStatus Unschedulable(string plugin, params ReadOnlySpan<string> reasons) =>
        new(StatusCode.Unschedulable, plugin, ListOf<string>.Adopt(reasons.ToArray()));

    public static PluginStatus Unresolvable(string plugin, params ReadOnlySpan<string> reasons) =>
        new(StatusCode.UnschedulableAndUnresolvable, plugin, ListOf<string>.Adopt(reasons.ToArray()));
}

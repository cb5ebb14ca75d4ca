using System.Collections.Frozen;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>One check of a pod's spec: where errors go, and what the rules of its parts must know of the whole.</summary>
/// <param name="spec">The spec to check.</param>
/// <param name="metadata">The metadata of the pod; null for a template, whose pods have none yet.</param>
/// <param name="options">What is let pass.</param>
/// <param name="errors">Takes what is found.</param>
internal sealed class PodCheck(PodSpec spec, ObjectMeta? metadata, PodRuleOptions options, FieldErrorList errors)
{
    public PodSpec Spec { get; } = spec;

    public ObjectMeta? Metadata { get; } = metadata;

    public PodRuleOptions Options { get; } = options;

    public FieldErrorList Errors { get; } = errors;

    /// <summary>The volumes without errors, by name; <see cref="VolumeRules"/> fills it before containers are looked at.</summary>
    public Dictionary<string, Volume> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>The names in <c>resourceClaims</c>.</summary>
    public IReadOnlySet<string> ClaimNames { get; } = spec.ResourceClaims.IsEmpty
        ? FrozenSet<string>.Empty
        : new SortedSet<string>(spec.ResourceClaims.Select(claim => claim.Name).Where(name => name.Length > 0), StringComparer.Ordinal);

    /// <summary>The pod shares the host's user namespace.</summary>
    public bool UsesHostUsers => Spec.HostUsers ?? true;

    public bool IsWindows => Spec.Os?.Name == OSName.Windows;

    /// <summary>Null when unset; an out-of-range one is reported elsewhere.</summary>
    public long? GracePeriod => Spec.TerminationGracePeriodSeconds;
}

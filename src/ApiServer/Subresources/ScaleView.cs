using Kybernet.Api.Apps.V1;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Subresources;

/// <summary><c>/scale</c> of a kind with replicas. Upstream: <c>pkg/registry/apps/deployment/storage</c> and its siblings.</summary>
internal sealed class ScaleView(GroupVersionKind parentKind, Func<IObject, (int Replicas, int Current, string Selector)> read, Func<IObject,
    int, IObject> write)
    : IViewSubresource
{
    public static ScaleView Deployments { get; } = new(
        Deployment.Gvk,
        static value => value is Deployment it ? (it.Spec.Replicas ?? 0, it.Status.Replicas, Text(it.Spec.Selector)) : default,
        static (value, replicas) => value is Deployment it ? it with { Spec = it.Spec with { Replicas = replicas } } : value);

    public static ScaleView ReplicaSets { get; } = new(
        ReplicaSet.Gvk,
        static value => value is ReplicaSet it ? (it.Spec.Replicas ?? 0, it.Status.Replicas, Text(it.Spec.Selector)) : default,
        static (value, replicas) => value is ReplicaSet it ? it with { Spec = it.Spec with { Replicas = replicas } } : value);

    public static ScaleView StatefulSets { get; } = new(
        StatefulSet.Gvk,
        static value => value is StatefulSet it ? (it.Spec.Replicas ?? 0, it.Status.Replicas, Text(it.Spec.Selector)) : default,
        static (value, replicas) => value is StatefulSet it ? it with { Spec = it.Spec with { Replicas = replicas } } : value);

    public static ScaleView ReplicationControllers { get; } = new(
        ReplicationController.Gvk,
        static value => value is ReplicationController it
            ? (it.Spec.Replicas ?? 0, it.Status.Replicas, Selector.FromSet(it.Spec.Selector).ToString()) : default,
        static (value, replicas) => value is ReplicationController it ? it with { Spec = it.Spec with { Replicas = replicas } } : value);

    public GroupVersionKind Kind => Scale.Gvk;

    /// <summary>The kind that is scaled.</summary>
    public GroupVersionKind ParentKind => parentKind;

    /// <summary>What a Scale says of the object it is a view of.</summary>
    public static ObjectMeta MetadataOf(IObject parent) => new()
    {
        Name = parent.Metadata.Name,
        Namespace = parent.Metadata.Namespace,
        Uid = parent.Metadata.Uid,
        ResourceVersion = parent.Metadata.ResourceVersion,
        CreationTimestamp = parent.Metadata.CreationTimestamp,
    };

    public IObject View(IObject parent)
    {
        var (replicas, current, selector) = read(parent);
        return new Scale
        {
            Metadata = MetadataOf(parent),
            Spec = new() { Replicas = replicas },
            Status = new() { Replicas = current, Selector = selector },
        };
    }

    public Outcome<IObject> Apply(IObject parent, IObject view)
    {
        var scale = (Scale)view;
        if (scale.Metadata.Name.Length > 0 && scale.Metadata.Name != parent.Metadata.Name)
            return ApiError.BadRequest($"the name of the object ({scale.Metadata.Name}) does not match the name on the URL ({parent.Metadata.Name})");
        var errors = new FieldErrorList();
        scale.Validate(errors, FieldPath.None);
        if (!errors.IsEmpty) return ApiError.Invalid(Kind.GroupKind, parent.Metadata.Name, errors);
        // The view's resource version, when given, must be the object's: the update checks it.
        var changed = write(parent, scale.Spec.Replicas);
        return Outcome<IObject>.Ok(changed.WithMetadata(changed.Metadata with { ResourceVersion = scale.Metadata.ResourceVersion }));
    }

    private static string Text(LabelSelector? selector) => selector.TryToSelector(out var made, out _) ? made.ToString() : "";
}

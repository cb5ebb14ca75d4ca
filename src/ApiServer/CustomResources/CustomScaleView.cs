using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Subresources;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary><c>/scale</c> of a custom resource, at the paths its definition states. Upstream: <c>registry/customresource/etcd.go</c>.</summary>
internal sealed class CustomScaleView(CustomResourceSubresourceScale paths) : IViewSubresource
{
    public GroupVersionKind Kind => Scale.Gvk;

    public IObject View(IObject parent)
    {
        var members = JsonValue.From(((DynamicObject)parent).Members);
        var selector = paths.LabelSelectorPath is { Length: > 0 } path ? members.At(ScalePaths.Split(path)).AsString() : null;
        return new Scale
        {
            Metadata = ScaleView.MetadataOf(parent),
            Spec = new() { Replicas = Replicas(members, paths.SpecReplicasPath) },
            Status = new() { Replicas = Replicas(members, paths.StatusReplicasPath), Selector = selector ?? "" },
        };
    }

    public Outcome<IObject> Apply(IObject parent, IObject view)
    {
        var (custom, scale) = ((DynamicObject)parent, (Scale)view);
        var errors = new FieldErrorList();
        scale.Validate(errors, FieldPath.None);
        if (!errors.IsEmpty) return ApiError.Invalid(Kind.GroupKind, parent.Metadata.Name, errors);
        var changed = With(JsonValue.From(custom.Members), ScalePaths.Split(paths.SpecReplicasPath), scale.Spec.Replicas);
        return Outcome<IObject>.Ok(custom with
        {
            Members = changed.Members,
            Metadata = custom.Metadata with { ResourceVersion = scale.Metadata.ResourceVersion },
        });
    }

    private static int Replicas(JsonValue members, string path) => members.At(ScalePaths.Split(path)).AsInteger() is { } replicas ? (int)replicas : 0;

    private static JsonValue With(JsonValue value, ReadOnlySpan<string> path, long replicas) =>
        path.Length == 1 ? value.With(path[0], replicas) : value.With(path[0], With(value[path[0]], path[1..], replicas));
}

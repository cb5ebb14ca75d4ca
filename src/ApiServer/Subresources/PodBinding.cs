using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Subresources;

/// <summary><c>pods/binding</c>: gives a pod its node. Upstream: <c>BindingREST</c> in <c>pkg/registry/core/pod/storage</c>.</summary>
internal sealed class PodBinding : IPostedSubresource
{
    private static readonly GroupResource s_resource = new("", "pods/binding");

    public GroupVersionKind Kind => Binding.Gvk;

    public async ValueTask<Outcome<IKind>> PostAsync(Resource resource, IKind body, WriteRequest request, CancellationToken cancel)
    {
        var binding = (Binding)body;
        if (Check(binding, request) is { } wrong) return wrong;
        var preconditions = new Machinery.Meta.Preconditions
        {
            Uid = binding.Metadata.Uid is { Length: > 0 } uid ? uid : null,
            ResourceVersion = binding.Metadata.ResourceVersion is { Length: > 0 } version ? version : null,
        };
        // As upstream, nobody comes to own the node's name, and what is posted was admitted already.
        var done = await DirectUpdater.UpdateAsync(
            resource, request, preconditions, current => Bind((Pod)current, binding, resource.Time.GetUtcNow()), cancel);
        return done.IsOk ? Outcome<IKind>.Ok(new Status { StatusValue = StatusErrors.Success }) : done.Error;
    }

    private static ApiError? Check(Binding binding, WriteRequest request)
    {
        if (binding.Metadata.Name != request.Name) return ApiError.BadRequest("name in URL does not match name in Binding object");
        var errors = new FieldErrorList();
        var target = FieldPath.Of("target");
        if (binding.Target.Kind is not ("" or "Node"))
            errors.Add(FieldError.NotSupported(target.Child("kind"), binding.Target.Kind, ["Node", "<empty>"]));
        if (binding.Target.Name.Length == 0) errors.Add(FieldError.Required(target.Child("name"), ""));
        return errors.IsEmpty ? null : ApiError.InternalError(errors.Aggregate()) with { Message = errors.Aggregate() };
    }

    private static Outcome<IObject> Bind(Pod pod, Binding binding, DateTimeOffset now)
    {
        var name = pod.Metadata.Name;
        if (pod.Metadata.DeletionTimestamp is not null) return Conflict(name, $"pod {name} is being deleted, cannot be assigned to a host");
        if (pod.Spec.NodeName.Length > 0) return Conflict(name, $"pod {name} is already assigned to node \"{pod.Spec.NodeName}\"");
        if (!pod.Spec.SchedulingGates.IsEmpty) return Conflict(name, $"pod {name} has non-empty .spec.schedulingGates");
        return Outcome<IObject>.Ok(pod with
        {
            Metadata = pod.Metadata with
            {
                Annotations = With(pod.Metadata.Annotations, binding.Metadata.Annotations),
                Labels = With(pod.Metadata.Labels, binding.Metadata.Labels),
            },
            Spec = pod.Spec with { NodeName = binding.Target.Name },
            Status = pod.Status with
            {
                NominatedNodeName = "",
                Conditions = PodConditions.Set(pod.Status.Conditions, new() { Type = "PodScheduled", Status = "True" }, now),
            },
        });
    }

    private static MapOf<string> With(MapOf<string> there, MapOf<string> more)
    {
        foreach (var (key, value) in more) there = there.SetItem(key, value);
        return there;
    }

    private static ApiError Conflict(string name, string cause) => ApiError.Conflict(s_resource, name, cause);
}

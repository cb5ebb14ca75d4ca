using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.Controllers.Pods;

/// <summary>Makes pods of templates. Upstream: <c>GetPodFromTemplate</c>.</summary>
public static class PodTemplates
{
    /// <summary>A pod for <paramref name="owner"/>: the template's labels, annotations and finalizers, a name to be generated.</summary>
    public static Pod NewPod(PodTemplateSpec template, IObject owner) => new()
    {
        Metadata = new()
        {
            Namespace = owner.Metadata.Namespace,
            GenerateName = PrefixOf(owner.Metadata.Name),
            Labels = template.Metadata.Labels,
            Annotations = template.Metadata.Annotations,
            Finalizers = template.Metadata.Finalizers,
            OwnerReferences = [owner.ToControllerReference()],
        },
        Spec = template.Spec,
    };

    /// <summary>The owner's name and a dash, or the bare name where the dash would make it too long.</summary>
    public static string PrefixOf(string owner) => ObjectNames.IsDnsSubdomain($"{owner}-", prefix: true).IsEmpty ? $"{owner}-" : owner;
}

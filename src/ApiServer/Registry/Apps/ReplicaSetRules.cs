using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>The rules of ReplicaSets. Upstream: <c>ValidateReplicaSetSpec</c> of <c>pkg/apis/apps/validation</c>.</summary>
internal static class ReplicaSetRules
{
    public static void Spec(FieldErrorList errors, ReplicaSetSpec spec, PodRuleOptions options)
    {
        var path = FieldPath.Of("spec");
        // Upstream names the other kind here.
        SelectorRules.NotEmpty(errors, path.Child("selector"), spec.Selector, "deployment");
        Template(errors, path, spec.Selector, spec.Template, options);
    }

    /// <summary>The template of a ReplicaSet, or of a Deployment, which makes ReplicaSets of it.</summary>
    public static void Template(
        FieldErrorList errors, FieldPath path, LabelSelector? selector, PodTemplateSpec template, PodRuleOptions options)
    {
        var at = path.Child("template");
        if (!SelectorRules.MatchesTemplate(errors, at, selector, template.Metadata.Labels))
        {
            errors.Reject(path.Child("selector"), ImmutableRules.Shown(selector), "invalid label selector");
            return;
        }

        PodTemplateRules.Check(errors, at, template, options);
        PodTemplateRules.RunsForever(errors, at, template, ReplicaSet.KindName);
    }

    public static void Status(FieldErrorList errors, ReplicaSetStatus status)
    {
        ReplicaStatusRules.NotMoreThan(
            errors, status.Replicas, ("fullyLabeledReplicas", status.FullyLabeledReplicas), ("readyReplicas", status.ReadyReplicas),
            ("availableReplicas", status.AvailableReplicas));
        ReplicaStatusRules.AvailableAreReady(errors, status.AvailableReplicas, status.ReadyReplicas);
    }
}

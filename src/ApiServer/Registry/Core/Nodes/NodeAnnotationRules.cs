using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>Two annotations that once were fields, in JSON. Upstream: <c>ValidateNodeSpecificAnnotations</c>.</summary>
internal static class NodeAnnotationRules
{
    private const string Taints = "scheduler.alpha.kubernetes.io/taints";
    private const string PreferAvoidPods = "scheduler.alpha.kubernetes.io/preferAvoidPods";

    private static readonly FieldPath s_annotations = FieldPath.Of("metadata").Child("annotations");

    public static void Check(MapOf<string> annotations, FieldErrorList errors)
    {
        if (annotations.GetValueOrDefault(Taints) is { Length: > 0 } taints) CheckTaints(taints, errors);
        if (annotations.GetValueOrDefault(PreferAvoidPods) is { Length: > 0 } avoid) CheckAvoidPods(avoid, errors);
    }

    private static void CheckTaints(string json, FieldErrorList errors)
    {
        var taints = new List<Taint>();
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        if (reader.BeginArray("[]v1.Taint"))
            while (reader.NextItem()) taints.Add(Taint.ReadJson(ref reader, null));
        reader.ExpectEnd();
        if (reader.Fault is { } fault) errors.Add(FieldError.Invalid(s_annotations, Taints, fault.Message));
        else TaintRules.CheckAll([.. taints], s_annotations.Child(Taints), errors);
    }

    private static void CheckAvoidPods(string json, FieldErrorList errors)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        var avoid = AvoidPods.ReadJson(ref reader, null);
        reader.ExpectEnd();
        if (reader.Fault is { } fault)
        {
            errors.Add(FieldError.Invalid(s_annotations.Child("AvoidPods"), PreferAvoidPods, fault.Message));
            return;
        }

        for (var i = 0; i < avoid.PreferAvoidPods.Count; i++)
        {
            var path = s_annotations.Child(PreferAvoidPods).Index(i).Child("PodSignature");
            if (avoid.PreferAvoidPods[i].PodSignature.PodController is not { } controller) errors.Add(FieldError.Required(path, ""));
            else if (controller.Controller != true)
                errors.Add(FieldError.Invalid(path.Child("PodController").Child("Controller"), false, "must point to a controller"));
        }
    }
}

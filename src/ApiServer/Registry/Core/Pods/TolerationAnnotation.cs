using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Tolerations as JSON in an annotation: how they were before they were a field.</summary>
internal static class TolerationAnnotation
{
    public static void Check(FieldErrorList errors, FieldPath path, string json, PodRuleOptions options)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), new DecodeOptions());
        var tolerations = new List<Toleration>();
        if (reader.BeginArray("[]core.Toleration"))
            while (reader.NextItem()) tolerations.Add(Toleration.ReadJson(ref reader, Toleration.Empty));
        if (reader.Fault is { } fault) errors.Reject(path, PodAnnotations.Tolerations, fault.ToString());
        else TolerationRules.Check(errors, path.Child(PodAnnotations.Tolerations), tolerations.ToListOf(), options);
    }
}

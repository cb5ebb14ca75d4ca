using System.Text;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Typed;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>
/// The annotation in which kubectl's client-side apply keeps what it applied: it lets kubectl move on to server-side apply without
/// conflicts. Upstream: <c>lastappliedmanager.go</c>, <c>lastappliedupdater.go</c>.
/// </summary>
internal static class LastApplied
{
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The one manager the annotation means anything to.</summary>
    public const string Manager = "kubectl";

    /// <summary>
    /// The fields the annotation vouches for: stated there, and the same in the live object. Null when there is no annotation that
    /// can be read.
    /// </summary>
    public static FieldSet? Vouched(ApplyScope scope, JsonValue live)
    {
        if (live.At("metadata", "annotations", Annotation).AsString() is not { Length: > 0 } text) return null;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text), DecodeOptions.Default);
        var stated = new TypedValue(scope.Type, JsonValueCodec.ReadJson(ref reader));
        reader.ExpectEnd();
        if (reader.Failed || stated.Value["apiVersion"].AsString() != scope.ApiVersion) return null;
        var errors = new TypedErrors();
        var typedLive = new TypedValue(scope.Type, FieldWrite.WithoutManagedFields(live));
        typedLive.Validate(allowDuplicates: false, errors);
        stated.Validate(allowDuplicates: false, errors);
        if (errors.Count > 0 || stated.Compare(typedLive, errors) is not { } changes) return null;
        return stated.ToFieldSet().Difference(changes.Modified).Difference(changes.Added).Difference(changes.Removed);
    }

    /// <summary>The merged object with the annotation brought up to date, if it has one.</summary>
    public static JsonValue Refresh(JsonValue merged, JsonValue config)
    {
        var metadata = merged["metadata"];
        if (metadata.At("annotations", Annotation).AsString() is not { Length: > 0 }) return merged;
        var annotations = metadata["annotations"].With(Annotation, Text(config));
        // Upstream leaves the annotation out when all annotations together have no room for it.
        var size = annotations.Members.AsSpan().ToArray().Sum(entry =>
            Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value.AsString() ?? ""));
        if (size > MostAnnotationBytes) annotations = annotations.Without(Annotation);
        return merged.With("metadata", metadata.With("annotations", annotations));
    }

    private const int MostAnnotationBytes = 256 << 10;

    /// <summary>The configuration as one line of JSON, without the annotation itself.</summary>
    private static string Text(JsonValue config)
    {
        var metadata = config["metadata"];
        var annotations = metadata["annotations"];
        if (annotations.Members.ContainsKey(Annotation)) annotations = annotations.Without(Annotation);
        if (!annotations.IsNull) metadata = metadata.With("annotations", annotations);
        return (metadata.IsNull ? config : config.With("metadata", metadata)) + "\n";
    }
}

using System.Text;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Patch;
using Kybernet.Machinery.Patch.Strategic;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Http;

/// <summary>A patch as a request brings it. Upstream: <c>endpoints/handlers/patch.go</c>.</summary>
internal sealed class PatchBody(string mediaType, JsonValue patch, ReadOnlyMemory<byte> json, BodyDecoder decoder)
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";

    public bool IsApply => mediaType == ApplyType;

    /// <summary>Of an apply, the configuration.</summary>
    public JsonValue Value => patch;

    /// <summary>Its JSON, where duplicate members can still be seen.</summary>
    public ReadOnlyMemory<byte> Json => json;

    public static async ValueTask<Outcome<PatchBody>> ReadAsync(ResourceRequest request, BodyDecoder decoder)
    {
        var media = (request.Http.Request.ContentType ?? "").Split(';')[0].Trim();
        if (media is not (JsonPatchType or MergePatchType or StrategicType or ApplyType))
            return ApiError.UnsupportedMediaType([JsonPatchType, MergePatchType, StrategicType, ApplyType]);
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Cancel);
        if (!body.TryGet(out var bytes, out var error)) return error;
        ReadOnlyMemory<byte> json = bytes;
        if (media == ApplyType)
        {
            var yaml = YamlReader.Read(bytes);
            if (yaml.Error is { } wrong) return ApiError.BadRequest($"error decoding YAML: {wrong}");
            if (yaml.Documents.IsEmpty) return ApiError.BadRequest("error decoding YAML: the patch is empty");
            json = yaml.Documents[0].Json;
        }

        return Read(media, json, decoder);
    }

    /// <summary>The object with the patch applied, decoded, its defaults not set.</summary>
    /// <param name="current">The object before.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="type">Its type, for merge keys; null when nothing is known of it.</param>
    /// <param name="fieldValidation">How unknown fields are treated.</param>
    /// <param name="warnings">Takes what is found, each once.</param>
    public Outcome<IObject> ApplyTo(IObject current, GroupVersionKind kind, TypeSchema? type, string fieldValidation, List<string> warnings)
    {
        var before = JsonValues.Read(ObjectJson.Encode(current));
        var result = mediaType switch
        {
            JsonPatchType => JsonPatch.Apply(before, patch),
            MergePatchType => MergePatch.Apply(before, patch),
            _ => StrategicMergePatch.Apply(before, patch, type),
        };
        if (result.Error is { } error) return error;
        var found = new List<string>();
        var decoded = decoder.DecodeJson(Encoding.UTF8.GetBytes(result.Value.ToString()), kind, fieldValidation, found);
        foreach (var warning in found)
            if (!warnings.Contains(warning)) warnings.Add(warning);
        return decoded.TryGet(out var value, out error) ? Outcome<IObject>.Ok((IObject)value) : error;
    }

    /// <summary>A patch of a caller in this process.</summary>
    public static Outcome<PatchBody> Of(ObjectPatch patch, BodyDecoder decoder)
    {
        var media = patch.Kind switch
        {
            PatchKind.Json => JsonPatchType,
            PatchKind.Merge => MergePatchType,
            _ => StrategicType,
        };
        return Read(media, patch.Json, decoder);
    }

    private static Outcome<PatchBody> Read(string media, ReadOnlyMemory<byte> json, BodyDecoder decoder)
    {
        var reader = new JsonReader(json.Span, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) return ApiError.BadRequest($"error decoding patch: {fault.Message}");
        return new PatchBody(media, value, json, decoder);
    }
}

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
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Http;

/// <summary>A patch as a request brings it. Upstream: <c>endpoints/handlers/patch.go</c>.</summary>
internal sealed class PatchBody(string mediaType, JsonValue patch, ReadOnlyMemory<byte> json, IReadOnlyList<string> findings, BodyDecoder decoder)
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
        if (request.Resource.Info.IsCustom && media is not (JsonPatchType or MergePatchType or ApplyType))
            return ApiError.UnsupportedMediaType([JsonPatchType, MergePatchType, ApplyType]);
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
            if (RepeatedKeys(request, bytes) is { } repeated) return repeated;
        }

        var read = Read(media, json, decoder);
        if (read.IsOk) request.Audited?.SentPatch(json);
        return read;
    }

    /// <summary>What strict reading of a configuration finds: keys that are there twice, of which the JSON has only the last.</summary>
    private static ApiError? RepeatedKeys(ResourceRequest request, ReadOnlyMemory<byte> yaml)
    {
        var validation = request.Query["fieldValidation"];
        if (validation == BodyDecoder.Ignore || YamlReader.Read(yaml, YamlReadOptions.Default with { Strict = true }).Error is not { } found) return null;
        var problem = $"error converting YAML to JSON: {found.Message}";
        if (validation == BodyDecoder.Strict) return ApiError.BadRequest($"error strict decoding YAML: {problem}");
        request.Warnings.Add(problem);
        return null;
    }

    /// <summary>The object with the patch applied, decoded, its defaults not set.</summary>
    /// <param name="current">The object before.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="type">Its type, for merge keys; null when nothing is known of it.</param>
    /// <param name="fieldValidation">How unknown fields are treated.</param>
    /// <param name="warnings">Takes what is found, each once.</param>
    public Outcome<IObject> ApplyTo(IObject current, GroupVersionKind kind, TypeSchema? type, string fieldValidation, List<string> warnings)
    {
        var isLenient = fieldValidation == BodyDecoder.Ignore;
        if (!isLenient && Misshapen() is { } misshapen) return ApiError.BadRequest(misshapen);
        var before = JsonValues.Read(ObjectJson.Encode(current));
        var result = mediaType switch
        {
            JsonPatchType => JsonPatch.Apply(before, patch),
            MergePatchType => MergePatch.Apply(before, patch),
            _ => StrategicMergePatch.Apply(before, patch, type),
        };
        if (result.Error is { } error) return error;
        var patched = result.Value.ToString();
        var decoded = decoder.DecodePatched(Encoding.UTF8.GetBytes(patched), kind, !isLenient);
        if (!decoded.Succeeded) return Refused(patched, mediaType == StrategicType ? MapFaults.Of(decoded.Error.Message) : decoded.Error.Message);
        List<string> found = isLenient ? [] : [.. findings, .. decoded.Strict?.Messages ?? []];
        if (found.Count > 0 && fieldValidation == BodyDecoder.Strict) return Refused(patched, $"strict decoding error: {string.Join(", ", found)}");
        foreach (var warning in found)
            if (!warnings.Contains(warning)) warnings.Add(warning);
        return Outcome<IObject>.Ok((IObject)decoded.Value);
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

    private string? Misshapen() => mediaType switch
    {
        JsonPatchType => PatchShape.ProblemOfOperations(patch),
        MergePatchType => PatchShape.ProblemOfMerge(patch),
        _ => null,
    };

    /// <summary>What was patched is no object: of a strategic patch upstream shows the patch, of others what came of them.</summary>
    private ApiError Refused(string patched, string problem)
    {
        FieldValue shown = mediaType == StrategicType ? GoText.Of(patch) : patched;
        return ApiError.Invalid(default, "", [FieldError.Invalid(FieldPath.Of("patch"), shown, problem)]);
    }

    private static Outcome<PatchBody> Read(string media, ReadOnlyMemory<byte> json, BodyDecoder decoder)
    {
        var strict = new StrictFindings();
        var reader = new JsonReader(json.Span, DecodeOptions.Default, strict);
        var value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) return ApiError.BadRequest(media == StrategicType ? fault.Message : $"error decoding patch: {fault.Message}");
        var findings = media == JsonPatchType
            ? [.. strict.Messages.Concat(PatchShape.UnknownMembers(value)).Select(static message => $"json patch {message}")]
            : strict.Messages;
        return new PatchBody(media, value, json, findings, decoder);
    }
}

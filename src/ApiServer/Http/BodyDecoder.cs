using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Http;

/// <summary>Makes objects of request bodies, whatever their format, and says what strict reading finds. Upstream:
/// <c>endpoints/handlers/create.go</c>.</summary>
internal sealed class BodyDecoder(Scheme scheme, DecodeOptions options)
{
    public const string Strict = "Strict";
    public const string Ignore = "Ignore";

    /// <param name="body">The body.</param>
    /// <param name="contentType">Its Content-Type; empty is JSON.</param>
    /// <param name="expected">The kind the path asks for.</param>
    /// <param name="fieldValidation">Strict, Warn (also when empty) or Ignore.</param>
    /// <param name="warnings">Takes what Warn finds.</param>
    public Outcome<IKind> Decode(ReadOnlyMemory<byte> body, string contentType, GroupVersionKind expected, string fieldValidation, List<string> warnings)
    {
        var media = MediaType(contentType);
        if (media == ResponseForm.Protobuf) return Finish(ObjectProtobuf.Decode(body.Span, scheme, options), expected, fieldValidation, warnings);
        if (media is not ("" or "*/*" or ResponseForm.Json or ResponseForm.Yaml))
            return ApiError.UnsupportedMediaType([ResponseForm.Json, ResponseForm.Yaml, ResponseForm.Protobuf]);
        if (media == ResponseForm.Yaml || !LooksLikeJson(body.Span))
        {
            var yaml = YamlReader.Read(body);
            if (yaml.Error is { } wrong) return ApiError.BadRequest($"error converting YAML to JSON: {wrong}");
            if (yaml.Documents.IsEmpty) return ApiError.BadRequest("the request has no body");
            body = yaml.Documents[0].Json;
        }

        return DecodeJson(body.Span, expected, fieldValidation, warnings);
    }

    public Outcome<IKind> DecodeJson(ReadOnlySpan<byte> json, GroupVersionKind expected, string fieldValidation, List<string> warnings)
    {
        var strict = fieldValidation != Ignore;
        var header = TypeHeader.Peek(json, options, out var fault);
        if (fault is null && (header.Kind.Length == 0 || header.ApiVersion.Length == 0) && scheme.Find(expected) is { } codec)
        {
            // A body may leave out its kind where the path says it.
            if ((header.Kind.Length > 0 && header.Kind != expected.Kind) || (header.ApiVersion.Length > 0 && header.ApiVersion != expected.ToApiVersion()))
                return Mismatch(header.Gvk, expected);
            var findings = strict ? new StrictFindings() : null;
            var reader = new JsonReader(json, options, findings);
            var value = codec.ReadJson(ref reader);
            reader.ExpectEnd();
            return Finish(
                reader.Fault is { } broken ? Decoded<IKind>.Failure(broken.Message, broken.Offset) : Decoded<IKind>.Success(value, findings),
                expected, fieldValidation, warnings);
        }

        return Finish(
            scheme.Find(expected) is null
                ? DynamicObject.Decode(json, options, strict).As<IKind>()
                : ObjectJson.Decode(json, scheme, options, strict),
            expected, fieldValidation, warnings);
    }

    private static Outcome<IKind> Finish(Decoded<IKind> decoded, GroupVersionKind expected, string fieldValidation, List<string> warnings)
    {
        if (!decoded.Succeeded) return ApiError.BadRequest(Explained(expected, decoded.Error.Message));
        if (decoded.Value.Gvk != expected && !IsEverywhere(decoded.Value.Gvk, expected)) return Mismatch(decoded.Value.Gvk, expected);
        if (decoded.Strict is { IsEmpty: false } findings)
        {
            if (fieldValidation == Strict) return ApiError.BadRequest(Explained(expected, findings.ToString()));
            if (fieldValidation != Ignore) warnings.AddRange(findings.Messages);
        }

        return Outcome<IKind>.Ok(decoded.Value);
    }

    private static string Explained(GroupVersionKind expected, string problem) =>
        $"{expected.Kind} in version \"{expected.Version}\" cannot be handled as a {expected.Kind}: {problem}";

    private static ApiError Mismatch(GroupVersionKind given, GroupVersionKind expected) => ApiError.BadRequest(
        $"the API version in the data ({given.ToApiVersion()}) does not match the expected API version ({expected.ToApiVersion()})"
        + (given.GroupVersion == expected.GroupVersion ? $", or the kind ({given.Kind}) is not {expected.Kind}" : ""));

    private static bool IsEverywhere(GroupVersionKind given, GroupVersionKind expected) =>
        given.Kind == expected.Kind && given.Kind.EndsWith("Options", StringComparison.Ordinal);

    private static string MediaType(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? contentType : contentType[..end]).Trim();
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart(" \t\r\n"u8);
        return text.IsEmpty || text[0] == '{';
    }
}

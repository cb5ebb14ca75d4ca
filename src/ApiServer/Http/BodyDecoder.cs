using Kybernet.ApiServer.CustomResources;
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
internal sealed class BodyDecoder(Scheme scheme, DecodeOptions options, Func<GroupVersionKind, CustomVersion?> findCustom)
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
        if (media == ResponseForm.Protobuf) return Finish(ObjectProtobuf.Decode(body.Span, scheme, options), expected, expected, fieldValidation, warnings);
        if (media is not ("" or "*/*" or ResponseForm.Json or ResponseForm.Yaml))
            return ApiError.UnsupportedMediaType([ResponseForm.Json, ResponseForm.Yaml, ResponseForm.Protobuf]);
        if (media == ResponseForm.Yaml)
        {
            var yaml = YamlReader.Read(body);
            if (yaml.Error is { } wrong) return DecodeProblem.Unrecognized(expected, $"error converting YAML to JSON: {wrong}", body.Span);
            if (yaml.Documents.IsEmpty) return ApiError.BadRequest("the request has no body");
            body = yaml.Documents[0].Json;
        }

        return DecodeJson(body.Span, expected, fieldValidation, warnings);
    }

    public Outcome<IKind> DecodeJson(ReadOnlySpan<byte> json, GroupVersionKind expected, string fieldValidation, List<string> warnings)
    {
        var header = TypeHeader.Peek(json, options, out var fault);
        if (fault is not null) return DecodeProblem.Unrecognized(expected, $"couldn't get version/kind; json parse error: {fault.Message}", json);
        // A body may leave out its kind where the path says it.
        var named = GroupVersionKind.FromApiVersionAndKind(
            header.ApiVersion.Length > 0 ? header.ApiVersion : expected.ToApiVersion(), header.Kind.Length > 0 ? header.Kind : expected.Kind);
        var isNamedByPath = named != header.Gvk;
        if (isNamedByPath && named != expected)
        {
            return scheme.Find(named) is null && findCustom(expected) is null
                ? DecodeProblem.Unhandled(named, expected, DecodeProblem.NotRegistered(named))
                : DecodeProblem.Mismatch(named, expected);
        }

        var decoded = Read(json, expected, named, fieldValidation != Ignore, isNamedByPath);
        if (decoded.Error is { } error && DecodeProblem.IsSyntax(error.Message))
            return DecodeProblem.Unrecognized(expected, $"couldn't get version/kind; json parse error: {error.Message}", json);
        return Finish(decoded, named, expected, fieldValidation, warnings);
    }

    /// <summary>What came of a patch, as the kind of what was patched.</summary>
    public Decoded<IKind> DecodePatched(ReadOnlySpan<byte> json, GroupVersionKind expected, bool strict)
    {
        var header = TypeHeader.Peek(json, options, out var fault);
        if (fault is not null) return Decoded<IKind>.Failure(fault.Message, fault.Offset);
        var decoded = Read(json, expected, header.Gvk, strict, isNamedByPath: header.Kind.Length == 0 || header.ApiVersion.Length == 0);
        return decoded.Succeeded && decoded.Value.Gvk != expected
            ? Decoded<IKind>.Failure(DecodeProblem.NoConversion(decoded.Value.Gvk, expected))
            : decoded;
    }

    private Decoded<IKind> Read(ReadOnlySpan<byte> json, GroupVersionKind expected, GroupVersionKind named, bool strict, bool isNamedByPath)
    {
        if (scheme.Find(expected) is not { } codec) return ReadCustom(json, expected, named, strict);
        if (!isNamedByPath)
        {
            return scheme.Find(named) is null
                ? Decoded<IKind>.Failure(DecodeProblem.NotRegistered(named))
                : ObjectJson.Decode(json, scheme, options, strict);
        }

        var findings = strict ? new StrictFindings() : null;
        var reader = new JsonReader(json, options, findings);
        var value = codec.ReadJson(ref reader);
        reader.ExpectEnd();
        return reader.Fault is { } broken ? Decoded<IKind>.Failure(broken.Message, broken.Offset) : Decoded<IKind>.Success(value, findings);
    }

    private Decoded<IKind> ReadCustom(ReadOnlySpan<byte> json, GroupVersionKind expected, GroupVersionKind named, bool strict)
    {
        if (findCustom(expected) is not { } version) return Decoded<IKind>.Failure(DecodeProblem.NotRegistered(expected));
        var read = DynamicObject.Decode(json, options, strict);
        if (read.Error is { } wrong && wrong.Message.StartsWith("Object 'Kind' is missing", StringComparison.Ordinal))
            return Decoded<IKind>.Failure(wrong.Message);
        return version.Admit(read);
    }

    private static Outcome<IKind> Finish(
        Decoded<IKind> decoded, GroupVersionKind named, GroupVersionKind expected, string fieldValidation, List<string> warnings)
    {
        if (!decoded.Succeeded) return DecodeProblem.Unhandled(named, expected, decoded.Error.Message);
        if (decoded.Value.Gvk != expected && !IsEverywhere(decoded.Value.Gvk, expected)) return DecodeProblem.Mismatch(decoded.Value.Gvk, expected);
        if (decoded.Strict is { IsEmpty: false } findings)
        {
            if (fieldValidation == Strict) return DecodeProblem.Unhandled(named, expected, findings.ToString());
            if (fieldValidation != Ignore) warnings.AddRange(findings.Messages);
        }

        return Outcome<IKind>.Ok(decoded.Value);
    }

    private static bool IsEverywhere(GroupVersionKind given, GroupVersionKind expected) =>
        given.Kind == expected.Kind && given.Kind.EndsWith("Options", StringComparison.Ordinal);

    private static string MediaType(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? contentType : contentType[..end]).Trim();
    }
}

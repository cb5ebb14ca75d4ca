using System.Buffers;
using System.Text;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Cli.Commands.Storage;

/// <summary>Turns what is stored in etcd into YAML, and YAML into what would be stored.</summary>
/// <remarks>
/// The YAML starts with a comment that names the format it came from, so that going back gives the same bytes. Fields the
/// API does not have are dropped, as upstream drops them when it reads the value.
/// </remarks>
public sealed class StoredValue(Scheme scheme)
{
    private const string CommentStart = "stored as ";
    private const string ProtobufType = "application/vnd.kubernetes.protobuf";
    private const string JsonType = "application/json";

    /// <summary>The YAML of a stored value, or what is wrong with it.</summary>
    public Decoded<string> ToYaml(byte[] stored)
    {
        if (stored.Length == 0) return Decoded<string>.Failure("the value is empty");
        if (ObjectProtobuf.IsEnvelope(stored)) return Yaml(ObjectProtobuf.Decode(stored, scheme, DecodeOptions.Default), StoredFormat.Protobuf);
        if (stored.AsSpan().StartsWith("k8s:enc:"u8)) return Decoded<string>.Failure(Encrypted(stored));
        if (stored.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return Decoded<string>.Failure("not a stored Kubernetes object: it starts neither with k8s\\0 (protobuf) nor with { (JSON)");
        return Yaml(FromJson(stored), StoredFormat.Json);
    }

    /// <summary>The bytes that would be stored for an object in YAML or JSON.</summary>
    /// <param name="yaml">One document.</param>
    /// <param name="format">The format wanted; null for that of the comment, or the one its kind is stored in.</param>
    public Decoded<byte[]> FromYaml(byte[] yaml, StoredFormat? format)
    {
        var read = YamlReader.Read(yaml, new YamlReadOptions { Strict = true });
        if (read.Error is { } problem) return Decoded<byte[]>.Failure(problem.Message);
        if (read.Documents.Count != 1) return Decoded<byte[]>.Failure($"one object is needed, the input has {read.Documents.Count}");
        var document = read.Documents[0];
        var decoded = FromJson(document.Json.Span);
        if (!decoded.Succeeded) return Decoded<byte[]>.Failure(At(document, decoded.Error));
        var value = decoded.Value;
        var wanted = format ?? Commented(yaml) ?? Usual(value);
        if (wanted == StoredFormat.Json) return Decoded<byte[]>.Success([.. ObjectJson.Encode(value), (byte)'\n']);
        return value is DynamicObject
            ? Decoded<byte[]>.Failure($"{value.Gvk} has no protobuf form: kinds that are not built in are stored as JSON")
            : Decoded<byte[]>.Success(ObjectProtobuf.Encode(value));
    }

    /// <summary>A built-in kind, or any other as a custom resource; a watch event, which names no kind, by its shape.</summary>
    private Decoded<IKind> FromJson(ReadOnlySpan<byte> json)
    {
        var header = TypeHeader.Peek(json, DecodeOptions.Default, out var fault);
        if (fault is null && header is { Kind.Length: 0, ApiVersion.Length: 0 } && IsWatchEvent(json))
            return ObjectJson.Decode<Machinery.Meta.WatchEvent>(json, DecodeOptions.Default).As<IKind>();
        var isCustom = fault is null && header is { Kind.Length: > 0, ApiVersion.Length: > 0 } && scheme.Find(header.Gvk) is null && !IsBuiltIn(header.Gvk);
        return isCustom
            ? DynamicObject.Decode(json, DecodeOptions.Default).As<IKind>()
            : ObjectJson.Decode(json, scheme, DecodeOptions.Default);
    }

    private static bool IsWatchEvent(ReadOnlySpan<byte> json)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        return reader.BeginObject("") && reader.NextMember(out var name) && (name.SequenceEqual("type"u8) || name.SequenceEqual("object"u8));
    }

    /// <summary>A group without a dot, or of upstream's own: an unknown kind there is a mistake, not a custom resource.</summary>
    private bool IsBuiltIn(GroupVersionKind gvk) => scheme.Kinds.Any(kind => kind.GroupVersion == gvk.GroupVersion);

    private static Decoded<string> Yaml(Decoded<IKind> decoded, StoredFormat format)
    {
        if (!decoded.Succeeded) return Decoded<string>.Failure(decoded.Error.Message, decoded.Error.Offset, decoded.Error.Path);
        var comment = CommentStart + (format == StoredFormat.Protobuf ? ProtobufType : JsonType);
        var output = new ArrayBufferWriter<byte>();
        var error = YamlWriter.Write(ObjectJson.Encode(decoded.Value), output, new YamlWriteOptions { SortKeys = false, Comment = comment });
        return error is null
            ? Decoded<string>.Success(Encoding.UTF8.GetString(output.WrittenSpan))
            : Decoded<string>.Failure(error.Message);
    }

    private static StoredFormat? Commented(ReadOnlySpan<byte> yaml)
    {
        var line = Encoding.UTF8.GetString(yaml[..Math.Min(yaml.Length, 200)]).Split('\n')[0];
        if (!line.StartsWith('#')) return null;
        if (line.Contains(CommentStart + ProtobufType, StringComparison.Ordinal)) return StoredFormat.Protobuf;
        return line.Contains(CommentStart + JsonType, StringComparison.Ordinal) ? StoredFormat.Json : null;
    }

    private static StoredFormat Usual(IKind value) =>
        value is DynamicObject || value.Gvk.Group is "apiextensions.k8s.io" or "apiregistration.k8s.io" ? StoredFormat.Json : StoredFormat.Protobuf;

    private static string At(YamlDocument document, DecodeError error)
    {
        var path = string.IsNullOrEmpty(error.Path) ? "" : error.Path + ": ";
        return $"line {document.LineOf(error.Offset)}: {path}{error.Message}";
    }

    private static string Encrypted(byte[] stored)
    {
        var parts = Encoding.ASCII.GetString(stored, 0, Math.Min(stored.Length, 120)).Split(':');
        var how = parts.Length > 4 ? $" ({parts[2]}, key {parts[4]})" : "";
        return $"the value is encrypted at rest{how}: read it through the API server";
    }
}

using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Dynamic;

/// <summary>
/// An object whose kind is known at run time only, a custom resource: typed metadata, and everything else as an immutable
/// JSON value.
/// </summary>
/// <remarks>Written with its members sorted, <c>metadata</c> among them, as upstream writes unstructured objects. Has no protobuf form.</remarks>
public sealed record DynamicObject : IObject
{
    /// <summary>The members every object has, sorted.</summary>
    private static readonly string[] s_head = ["apiVersion", "kind", "metadata"];

    private readonly GroupVersionKind _gvk;

    public DynamicObject(GroupVersionKind gvk) => _gvk = gvk;

    public GroupVersionKind Gvk
    {
        get => _gvk;
        init => _gvk = value;
    }

    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The members beside <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>: <c>spec</c>, <c>status</c>, …</summary>
    public MapOf<JsonValue> Members { get; init; }

    /// <summary>One of the members; null when there is none.</summary>
    public JsonValue this[string member] => Members.GetValueOrDefault(member);

    public IObject WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };

    /// <summary>The object itself: what its CRD's schema defaults is the API server's business.</summary>
    public IObject WithDefaults() => this;

    /// <summary>Finds nothing: what its CRD's schema demands is the API server's business.</summary>
    public void ValidateRules(FieldErrorList errors, IObject? old)
    {
    }

    /// <summary>Reads an object of whatever kind its bytes name.</summary>
    public static Decoded<DynamicObject> Decode(ReadOnlySpan<byte> json, DecodeOptions options, bool strict = false)
    {
        var findings = strict ? new StrictFindings() : null;
        var reader = new JsonReader(json, options, findings);
        var value = Read(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) return Decoded<DynamicObject>.Failure(fault.Message, fault.Offset, JsonPath.At(json, fault.Offset));
        return value.Gvk.Kind.Length == 0
            ? Decoded<DynamicObject>.Failure("Object 'Kind' is missing in '" + Encoding.UTF8.GetString(json[..Math.Min(json.Length, 512)]) + "'")
            : Decoded<DynamicObject>.Success(value, findings);
    }

    public void WriteJson(JsonWriter writer, bool withKind = true)
    {
        writer.BeginObject();
        var part = withKind ? 0 : 2;
        foreach (var (name, value) in Members)
        {
            while (part < s_head.Length && Utf8Order.Compare(s_head[part], name) < 0) WriteHead(writer, part++);
            writer.Key(name);
            JsonValueCodec.WriteJson(writer, value);
        }

        while (part < s_head.Length) WriteHead(writer, part++);
        writer.EndObject();
    }

    /// <exception cref="NotSupportedException">Always: custom resources are stored and sent as JSON only.</exception>
    public void WriteProto(ProtoWriter writer) => throw new NotSupportedException($"{Gvk} has no protobuf form: custom resources are JSON");

    public override string ToString()
    {
        using var writer = new JsonWriter();
        WriteJson(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private void WriteHead(JsonWriter writer, int part)
    {
        writer.Key(s_head[part]);
        if (part == 0) writer.String(Gvk.ToApiVersion());
        else if (part == 1) writer.String(Gvk.Kind);
        else Metadata.WriteJson(writer);
    }

    private static DynamicObject Read(ref JsonReader reader)
    {
        var (apiVersion, kind) = ("", "");
        var metadata = ObjectMeta.Empty;
        var members = new List<KeyValuePair<string, JsonValue>>();
        var seen = new HashSet<string>();
        if (!reader.BeginObject("map[string]interface {}")) return new(default(GroupVersionKind));
        while (reader.NextMember(out var name))
        {
            var member = reader.MakeString(name);
            if (!seen.Add(member)) reader.Duplicate();
            if (member == "apiVersion") apiVersion = reader.ReadSharedString();
            else if (member == "kind") kind = reader.ReadSharedString();
            else if (member == "metadata") metadata = ObjectMeta.ReadJson(ref reader, null);
            else members.Add(KeyValuePair.Create(member, JsonValueCodec.ReadJson(ref reader)));
        }

        return new(GroupVersionKind.FromApiVersionAndKind(apiVersion, kind)) { Metadata = metadata, Members = members.ToMapOf() };
    }
}

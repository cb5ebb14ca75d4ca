using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Objects;

/// <summary>What an object's JSON says of its kind.</summary>
/// <param name="ApiVersion">"" when missing.</param>
/// <param name="Kind">"" when missing.</param>
public readonly record struct TypeHeader(string ApiVersion, string Kind)
{
    public GroupVersionKind Gvk => GroupVersionKind.FromApiVersionAndKind(ApiVersion, Kind);

    /// <summary>Finds <c>apiVersion</c> and <c>kind</c> among the members of the document, reading no further than it must.</summary>
    public static TypeHeader Peek(ReadOnlySpan<byte> json, DecodeOptions options, out JsonFault? fault)
    {
        var reader = new JsonReader(json, options);
        string? apiVersion = null;
        string? kind = null;
        if (reader.BeginObject("struct { APIVersion string; Kind string }"))
        {
            while ((apiVersion is null || kind is null) && reader.NextMember(out var name))
            {
                if (name.SequenceEqual("apiVersion"u8)) apiVersion = reader.ReadSharedString();
                else if (name.SequenceEqual("kind"u8)) kind = reader.ReadSharedString();
                else reader.SkipValue();
            }
        }

        fault = reader.Fault;
        return new(apiVersion ?? "", kind ?? "");
    }
}

using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>Reads the JSON form of field sets. Steps of unknown kinds are dropped, as upstream drops them.</summary>
internal static class FieldSetReader
{
    public static FieldSet Read(ref JsonReader reader) => Read(ref reader, out _) ?? FieldSet.Empty;

    /// <summary>Answers null when nothing is below; <paramref name="isMember"/> says whether the step itself is in the set.</summary>
    private static FieldSet? Read(ref JsonReader reader, out bool isMember)
    {
        FieldSet? set = null;
        isMember = false;
        if (reader.BeginObject("fields"))
        {
            while (reader.NextMember(out var name))
            {
                if (name.SequenceEqual("."u8))
                {
                    isMember = true;
                    reader.SkipValue();
                    continue;
                }

                var start = reader.Position;
                if (!TryParseStep(name, out var step, out var isKnown))
                {
                    reader.Fail(start, "parsing key as path element");
                    return null;
                }

                if (!isKnown)
                {
                    reader.SkipValue();
                    continue;
                }

                var below = Read(ref reader, out var stepIsMember);
                if (below is null && !stepIsMember) continue;
                set ??= new();
                if (stepIsMember) set.InsertMember(step);
                if (below is not null) set.SetChild(step, below);
            }
        }

        isMember |= set is null;
        return set;
    }

    /// <summary>Reads <c>f:name</c>, <c>k:{…}</c>, <c>v:value</c>, <c>i:number</c>; false when the text is none.</summary>
    private static bool TryParseStep(ReadOnlySpan<byte> text, out PathElement step, out bool isKnown)
    {
        step = default;
        isKnown = true;
        if (text.Length < 2 || text[1] != ':') return false;
        var content = text[2..];
        switch (text[0])
        {
            case (byte)'f':
                step = PathElement.Field(Encoding.UTF8.GetString(content));
                return true;
            case (byte)'k':
                if (!TryParseValue(content, out var keys) || keys.Kind != JsonKind.Object) return false;
                step = PathElement.Key(keys.Members.IsAbsent ? MapOf<JsonValue>.Empty : keys.Members);
                return true;
            case (byte)'v':
                if (!TryParseValue(content, out var value)) return false;
                step = PathElement.Value(value);
                return true;
            case (byte)'i':
                var isNumber = System.Buffers.Text.Utf8Parser.TryParse(content, out int index, out var used) && used == content.Length;
                step = PathElement.Index(index);
                return isNumber;
            default:
                isKnown = false;
                return true;
        }
    }

    private static bool TryParseValue(ReadOnlySpan<byte> json, out JsonValue value)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        return !reader.Failed;
    }
}

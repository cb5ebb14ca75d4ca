using System.Runtime.InteropServices;
using System.Text.Json;
using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>The values of a JSON text, laid flat, so that the members of objects can be visited in any order.</summary>
internal sealed class JsonTree
{
    private readonly List<JsonNode> _nodes = [];
    private readonly TextBuffer _text;

    private JsonTree(int length) => _text = new(Math.Max(length, 16));

    public JsonNode this[int index] => _nodes[index];

    public bool IsEmpty(int index) => _nodes[index].Next == index + 1;

    public ReadOnlySpan<byte> TextOf(int index) => _text.Slice(_nodes[index].Text);

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonTree Parse(ReadOnlySpan<byte> json, int maxDepth)
    {
        var tree = new JsonTree(json.Length);
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) tree.Close(open.Pop());
            else if (tree.Add(ref reader)) open.Push(tree._nodes.Count - 1);
        }

        return tree;
    }

    /// <returns>True for a value that content follows.</returns>
    private bool Add(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonKind.Object,
            JsonTokenType.StartArray => JsonKind.Array,
            JsonTokenType.Number => JsonKind.Number,
            JsonTokenType.True => JsonKind.True,
            JsonTokenType.False => JsonKind.False,
            JsonTokenType.Null => JsonKind.Null,
            _ => JsonKind.Text,
        };
        var start = _text.Length;
        if (kind == JsonKind.Text && reader.ValueIsEscaped) JsonStringText.Unescape(reader.ValueSpan, _text);
        else if (kind is JsonKind.Text or JsonKind.Number) _text.Append(reader.ValueSpan);
        _nodes.Add(new() { Kind = kind, Text = new(start, _text.Length - start), Next = _nodes.Count + 1 });
        return kind is JsonKind.Object or JsonKind.Array;
    }

    private void Close(int index) => CollectionsMarshal.AsSpan(_nodes)[index].Next = _nodes.Count;
}

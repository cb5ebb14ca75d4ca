using System.Text;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Cli.Commands.Explain;

/// <summary>Descriptions of kinds and fields from an OpenAPI v3 document. Upstream: explain/v2/templates/plaintext.tmpl.</summary>
/// <param name="document">With every schema that is referred to.</param>
/// <param name="isRecursive">Fields of fields are listed too, without descriptions.</param>
internal sealed class SchemaText(JsonValue document, bool isRecursive)
{
    private const string Reference = "$ref";
    private const string Kinds = "x-kubernetes-group-version-kind";
    private const int Width = 76;
    private const int MaxEnum = 4;

    /// <summary>The schema of a kind; null when the document has none.</summary>
    public JsonValue? Find(GroupVersionKind kind)
    {
        foreach (var (_, schema) in document.At("components", "schemas").Pairs())
        {
            if (schema[Kinds].Items.Any(one => one.Text("group") == kind.Group && one.Text("version") == kind.Version && one.Text("kind") == kind.Kind))
                return schema;
        }

        return null;
    }

    /// <summary>What is at the end of the path; empty when it leads nowhere.</summary>
    public string Of(JsonValue schema, ReadOnlySpan<string> path) => Of(schema, path, []);

    private string Of(JsonValue schema, ReadOnlySpan<string> path, HashSet<string> seen)
    {
        var reference = schema.Text(Reference);
        var resolved = Resolve(schema);
        if (path.Length == 0) return Whole(resolved);
        if (reference.Length > 0 && !seen.Add(reference)) return "";
        if (resolved["properties"][path[0]] is { IsNull: false } field)
        {
            var head = path.Length == 1 ? $"FIELD: {path[0]} <{TypeOf(field)}>\n{LongEnum(field)}\n\n" : "";
            var rest = Of(field, path[1..], []);
            return head + rest;
        }

        if (!resolved["items"].IsNull) return Of(resolved["items"], path, seen);
        if (resolved["additionalProperties"].Kind == JsonKind.Object) return Of(resolved["additionalProperties"], path, seen);
        foreach (var part in resolved["allOf"].Items.ToArray())
            if (Of(part, path, [.. seen]) is { Length: > 0 } text) return text;
        return "";
    }

    private string Whole(JsonValue schema)
    {
        var text = new StringBuilder("DESCRIPTION:\n");
        var description = Description(schema);
        text.Append(WordWrap.Indent(4, WordWrap.Wrap(description.Length > 0 ? description : "<empty>", Width))).Append('\n');
        Docs(text, schema["externalDocs"], 0);
        var fields = new StringBuilder();
        Fields(fields, schema, 1, []);
        if (fields.Length > 0) text.Append("FIELDS:\n").Append(fields);
        return text.ToString();
    }

    private string Description(JsonValue schema)
    {
        var resolved = Resolve(schema);
        var text = resolved.Text("description") is { Length: > 0 } own ? own + "\n" : "";
        foreach (var part in resolved["allOf"].Items.ToArray()) text += Description(part);
        if (!resolved["items"].IsNull) text += Description(resolved["items"]);
        return resolved["additionalProperties"].Kind == JsonKind.Object ? text + Description(resolved["additionalProperties"]) : text;
    }

    private void Fields(StringBuilder text, JsonValue schema, int level, HashSet<string> seen)
    {
        var reference = schema.Text(Reference);
        if (reference.Length > 0 && seen.Contains(reference)) return;
        HashSet<string> next = [.. seen, reference];
        var resolved = Resolve(schema);
        foreach (var (name, field) in resolved["properties"].Pairs())
        {
            Field(text, name, field, resolved["required"], level);
            if (isRecursive) Fields(text, field, level + 1, next);
        }

        foreach (var part in resolved["allOf"].Items.ToArray()) Fields(text, part, level, next);
        if (!resolved["items"].IsNull) Fields(text, resolved["items"], level, next);
        if (resolved["additionalProperties"].Kind == JsonKind.Object) Fields(text, resolved["additionalProperties"], level, next);
    }

    private void Field(StringBuilder text, string name, JsonValue field, JsonValue required, int level)
    {
        var indent = level * 2;
        text.Append(' ', indent).Append(name).Append("\t<").Append(TypeOf(field)).Append('>');
        if (required.Items.Any(one => one.AsString() == name)) text.Append(" -required-");
        text.Append(ShortEnum(field, indent)).Append('\n');
        if (isRecursive) return;
        var description = field.Text("description") is { Length: > 0 } own ? own : "<no description>";
        text.Append(WordWrap.Indent(indent + 2, WordWrap.Wrap(description, 78 - indent))).Append('\n');
        Docs(text, field["externalDocs"], indent + 2);
        text.Append('\n');
    }

    private static void Docs(StringBuilder text, JsonValue docs, int indent)
    {
        if (docs.IsNull) return;
        text.Append('\n').Append(' ', indent).Append("EXTERNAL DOCS:\n");
        if (docs.Text("description") is { Length: > 0 } about)
            text.Append(WordWrap.Indent(indent + 4, WordWrap.Wrap(about, Width - Math.Max(0, indent - 2)))).Append('\n');
        if (docs.Text("url") is { Length: > 0 } url) text.Append(' ', indent + 4).Append("URL: ").Append(url).Append('\n');
    }

    private string TypeOf(JsonValue schema)
    {
        if (!schema["items"].IsNull) return "[]" + TypeOf(schema["items"]);
        if (schema["additionalProperties"].Kind == JsonKind.Object) return "map[string]" + TypeOf(schema["additionalProperties"]);
        if (schema["allOf"].Items.Count == 1 && schema["properties"].Members.Count == 0) return TypeOf(schema["allOf"].Items[0]);
        if (schema.Text(Reference) is not { Length: > 0 } reference) return schema.Text("type") is { Length: > 0 } plain and not "object" ? plain : "Object";
        var type = Resolve(schema).Text("type");
        return type is "" or "object" ? reference.Split('/')[^1].Split('.')[^1] : type;
    }

    private static string ShortEnum(JsonValue schema, int indent)
    {
        var values = schema["enum"].Items;
        if (values.Count == 0) return "";
        var shown = string.Join(", ", values.Take(MaxEnum).Select(EnumValue));
        return $"\n{new string(' ', indent)}enum: {shown}{(values.Count > MaxEnum ? ", ...." : "")}";
    }

    private static string LongEnum(JsonValue schema)
    {
        var values = schema["enum"].Items;
        return values.Count == 0 ? "" : "ENUM:" + string.Concat(values.Select(static value => "\n    " + EnumValue(value)));
    }

    private static string EnumValue(JsonValue value) => value.AsString() is "" ? "\"\"" : Printers.JsonText.Plain(value);

    private JsonValue Resolve(JsonValue schema)
    {
        if (schema.Text(Reference) is not { Length: > 0 } reference || !reference.StartsWith("#/", StringComparison.Ordinal)) return schema;
        var found = document.At(reference[2..].Split('/'));
        return found.IsNull ? schema : found;
    }
}

namespace Kybernet.Machinery.Schema;

/// <summary>One field of a type.</summary>
public sealed class SchemaField
{
    public SchemaField(int number, string jsonName, SchemaFieldType type, int line)
    {
        Number = number;
        JsonName = jsonName;
        Type = type;
        Line = line;
    }

    /// <summary>The protobuf field number.</summary>
    public int Number { get; }

    public string JsonName { get; }

    public SchemaFieldType Type { get; }

    public int Line { get; }

    /// <summary>Absent differs from the zero value (a pointer upstream).</summary>
    public bool IsOptional => Type.IsOptional;

    /// <summary>The message's fields sit directly in the JSON object.</summary>
    public bool IsInline { get; internal set; }

    /// <summary>In OpenAPI's list of required fields.</summary>
    public bool IsRequired { get; internal set; }

    /// <summary>When the field is written to JSON.</summary>
    public JsonPresence Presence { get; internal set; }

    public ListKind ListKind { get; internal set; }

    /// <summary>The keys of a map-list.</summary>
    public IReadOnlyList<string> ListKeys { get; internal set; } = new List<string>();

    public MapKind MapKind { get; internal set; }

    /// <summary>Strategic merge patch merges the list or map instead of replacing it.</summary>
    public bool PatchMerges { get; internal set; }

    /// <summary>Strategic merge patch replaces the struct as a whole.</summary>
    public bool PatchReplaces { get; internal set; }

    /// <summary>Strategic merge patch drops fields that the patch does not name.</summary>
    public bool PatchRetainsKeys { get; internal set; }

    /// <summary>The key by which strategic merge patch pairs list items; null for lists of scalars.</summary>
    public string? PatchMergeKey { get; internal set; }

    /// <summary>The value defaulting gives, in JSON.</summary>
    public string? Default { get; internal set; }

    /// <summary>Defaulting rounds the quantities of the map up to whole thousandths.</summary>
    public bool RoundsToMilli { get; internal set; }

    /// <summary>The default that OpenAPI documents, where it is not <see cref="Default"/>.</summary>
    public string? OpenApiDefault { get; internal set; }

    /// <summary>The name of the string's enum in the same file.</summary>
    public string? EnumName { get; internal set; }

    /// <summary>Values repeat across objects: decoded strings are shared.</summary>
    public bool IsShared { get; internal set; }

    /// <summary>Nested objects are written with kind and apiVersion.</summary>
    public bool WithKind { get; internal set; }

    /// <summary>The rules that validation is generated from, in the order of the schema.</summary>
    public IReadOnlyList<SchemaRule> Rules => RuleList;

    internal List<SchemaRule> RuleList { get; } = new();

    public override string ToString() => JsonName;
}

/// <summary>One static rule: its word and argument (<c>max 65535</c>), the argument null for bare words.</summary>
public sealed class SchemaRule
{
    public SchemaRule(string word, string? argument)
    {
        Word = word;
        Argument = argument;
    }

    public string Word { get; }

    public string? Argument { get; }
}

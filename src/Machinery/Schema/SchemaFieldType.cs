namespace Kybernet.Machinery.Schema;

/// <summary>The type of a field: a scalar or message, possibly in a list or map.</summary>
public sealed class SchemaFieldType
{
    private SchemaFieldType(SchemaContainer container, SchemaScalar scalar, string? message, bool isOptional)
    {
        Container = container;
        Scalar = scalar;
        Message = message;
        IsOptional = isOptional;
    }

    public SchemaContainer Container { get; }

    /// <summary>What the field, or each item, is.</summary>
    public SchemaScalar Scalar { get; }

    /// <summary>For messages, the type's name: of this file, or qualified (<c>meta.v1.ObjectMeta</c>).</summary>
    public string? Message { get; }

    public bool IsOptional { get; }

    public bool IsMessage => Scalar == SchemaScalar.Message;

    /// <summary>Parses <c>[]core.v1.Container</c>, <c>map[quantity]</c>, <c>int32?</c>.</summary>
    public static SchemaFieldType Parse(string text)
    {
        var optional = text[text.Length - 1] == '?';
        var rest = optional ? text.Substring(0, text.Length - 1) : text;
        var container = SchemaContainer.None;
        if (rest.StartsWith("[]", StringComparison.Ordinal))
        {
            container = SchemaContainer.List;
            rest = rest.Substring(2);
        }
        else if (rest.StartsWith("map[", StringComparison.Ordinal) && rest[rest.Length - 1] == ']')
        {
            container = SchemaContainer.Map;
            rest = rest.Substring(4, rest.Length - 5);
        }

        var scalar = ScalarOf(rest);
        return new SchemaFieldType(container, scalar, scalar == SchemaScalar.Message ? rest : null, optional);
    }

    private static SchemaScalar ScalarOf(string word) => word switch
    {
        "string" => SchemaScalar.String,
        "bool" => SchemaScalar.Bool,
        "int32" => SchemaScalar.Int32,
        "int64" => SchemaScalar.Int64,
        "double" => SchemaScalar.Double,
        "bytes" => SchemaScalar.Bytes,
        "quantity" => SchemaScalar.Quantity,
        "int-or-string" => SchemaScalar.IntOrString,
        "time" => SchemaScalar.Time,
        "micro-time" => SchemaScalar.MicroTime,
        "raw-extension" => SchemaScalar.RawExtension,
        "fields-v1" => SchemaScalar.FieldsV1,
        "json" => SchemaScalar.Json,
        "json-value" => SchemaScalar.JsonValue,
        "string-list" => SchemaScalar.StringList,
        _ => SchemaScalar.Message,
    };
}

/// <summary>Whether a field holds one value or many.</summary>
public enum SchemaContainer
{
    None,
    List,

    /// <summary>A map with string keys.</summary>
    Map,
}

/// <summary>The types that need no declaration, and <see cref="Message"/> for those that do.</summary>
public enum SchemaScalar
{
    Message,
    String,
    Bool,
    Int32,
    Int64,
    Double,
    Bytes,
    Quantity,
    IntOrString,
    Time,
    MicroTime,
    RawExtension,
    FieldsV1,

    /// <summary>Any JSON value, kept as its text; in protobuf a message with its bytes.</summary>
    Json,

    /// <summary>Any JSON value, read: the cells of tables.</summary>
    JsonValue,

    /// <summary>A list of strings that is a message of its own in protobuf.</summary>
    StringList,
}

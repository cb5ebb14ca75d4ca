using System.Text;
using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>How the schema's names are spelt in C#.</summary>
internal static class CSharpNames
{
    private const string Values = "global::Kybernet.Machinery.Values.";

    public const string Codecs = "global::Kybernet.Machinery.Codecs.";

    public const string Json = "global::Kybernet.Machinery.Json.";

    public const string Protobuf = "global::Kybernet.Machinery.Protobuf.";

    public const string Collections = "global::Kybernet.Machinery.Collections.";

    /// <summary><c>clusterIP</c> → <c>ClusterIP</c>, <c>$ref</c> → <c>Ref</c>, <c>x-kubernetes-validations</c> → <c>XKubernetesValidations</c>.</summary>
    public static string Property(SchemaType owner, SchemaField field)
    {
        var name = Pascal(field.JsonName);
        return name == owner.Name ? name + "Value" : name;
    }

    /// <summary>The field behind the property.</summary>
    public static string Backing(SchemaField field)
    {
        var name = Pascal(field.JsonName);
        return "_" + char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    public static string TypeName(SchemaType type) => type.CSharpName is { } given ? "global::" + given : $"global::{type.File.Namespace}.{type.Name}";

    public static string EnumName(SchemaSet set, SchemaFile file, string name)
    {
        var (declaring, declared) = set.ResolveEnum(file, name);
        return $"global::{declaring.Namespace}.{declared.Name}";
    }

    /// <summary>The C# constant for an enum's value.</summary>
    public static string Constant(string value)
    {
        if (value.Length == 0) return "Unset";
        if (value == "*") return "Any";
        var text = value.Replace("+", " Plus ");
        var name = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '-' && (i + 1 == text.Length || char.IsDigit(text[i + 1]))) name.Append("Minus");
            else if (char.IsLetterOrDigit(text[i]))
                name.Append(name.Length == 0 || !char.IsLetterOrDigit(text[i - 1]) ? char.ToUpperInvariant(text[i]) : text[i]);
        }

        if (char.IsDigit(name[0])) name.Insert(0, '_');
        return name.ToString();
    }

    /// <summary>The C# type of one value of the field: of the item, for lists and maps.</summary>
    public static string ItemType(SchemaSet set, SchemaType owner, SchemaField field) => field.Type.Scalar switch
    {
        SchemaScalar.String => "string",
        SchemaScalar.Bool => "bool",
        SchemaScalar.Int32 => "int",
        SchemaScalar.Int64 => "long",
        SchemaScalar.Double => "double",
        SchemaScalar.Bytes => Values + "Bytes",
        SchemaScalar.Quantity => Values + "Quantity",
        SchemaScalar.IntOrString => Values + "IntOrString",
        SchemaScalar.Time => Values + "Time",
        SchemaScalar.MicroTime => Values + "MicroTime",
        SchemaScalar.RawExtension or SchemaScalar.Json => Values + "RawExtension",
        SchemaScalar.JsonValue => Json + "JsonValue",
        SchemaScalar.FieldsV1 => Values + "FieldsV1",
        SchemaScalar.StringList => Collections + "ListOf<string>",
        _ => TypeName(set.Resolve(owner.File, field.Type.Message!)),
    };

    /// <summary>The codec of one value of the field.</summary>
    public static string Codec(SchemaSet set, SchemaType owner, SchemaField field) => field.Type.Scalar switch
    {
        SchemaScalar.String when field.EnumName is { } name => $"{Codecs}KnownStringCodec<{EnumName(set, owner.File, name)}.Known>",
        SchemaScalar.String => Codecs + (field.IsShared ? "SharedStringCodec" : "StringCodec"),
        SchemaScalar.Message => MessageCodec(set, owner, field),
        SchemaScalar.Json => Codecs + "RawExtensionCodec",
        SchemaScalar.JsonValue => Json + "JsonValueCodec",
        var scalar => $"{Codecs}{scalar}Codec",
    };

    /// <summary>What upstream's decoding errors call the type.</summary>
    public static string GoType(SchemaSet set, SchemaType owner, SchemaField field)
    {
        var item = field.Type.Scalar switch
        {
            SchemaScalar.Message => set.Resolve(owner.File, field.Type.Message!).GoName,
            SchemaScalar.Bytes => "[]uint8",
            SchemaScalar.Quantity => "resource.Quantity",
            SchemaScalar.IntOrString => "intstr.IntOrString",
            SchemaScalar.Time => "v1.Time",
            SchemaScalar.MicroTime => "v1.MicroTime",
            SchemaScalar.RawExtension => "runtime.RawExtension",
            SchemaScalar.FieldsV1 => "v1.FieldsV1",
            SchemaScalar.Json => "v1.JSON",
            SchemaScalar.JsonValue => "interface {}",
            SchemaScalar.StringList => "[]string",
            SchemaScalar.Double => "float64",
            SchemaScalar.String when field.EnumName is { } name => GoEnum(set, owner, name),
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        return field.Type.Container switch
        {
            SchemaContainer.List => "[]" + item,
            SchemaContainer.Map => "map[string]" + item,
            _ => item,
        };
    }

    private static string GoEnum(SchemaSet set, SchemaType owner, string name)
    {
        var (declaring, declared) = set.ResolveEnum(owner.File, name);
        return declaring.Version + "." + declared.Name;
    }

    private static string MessageCodec(SchemaSet set, SchemaType owner, SchemaField field)
    {
        var type = set.Resolve(owner.File, field.Type.Message!);
        if (type.CSharpName is not null) return TypeName(type) + "Codec";
        var codec = field.WithKind ? "KindCodec" : field.IsShared ? "SharedMessageCodec" : "MessageCodec";
        return $"{Codecs}{codec}<{TypeName(type)}>";
    }

    private static string Pascal(string jsonName)
    {
        var name = new StringBuilder();
        var upper = true;
        foreach (var c in jsonName)
        {
            if (!char.IsLetterOrDigit(c)) upper = true;
            else
            {
                name.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
        }

        return name.ToString();
    }
}

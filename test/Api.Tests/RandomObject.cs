using System.Globalization;
using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Tests;

/// <summary>Makes random JSON of a type by its schema, in the form upstream would write it: reading and writing give it back.</summary>
/// <param name="schema">The types.</param>
/// <param name="random">Seeded by the test, which prints the seed.</param>
/// <param name="density">How likely a field is set.</param>
/// <param name="full">Sets every field of the outermost object.</param>
public sealed class RandomObject(SchemaModel schema, Random random, double density = 0.5, bool full = false)
{
    private const int Budget = 20_000;

    private static readonly string[] s_quantities = ["0", "1", "100m", "1500m", "2Gi", "1536Mi", "10k", "3e3", "5n", "-7", "1234567890", "250u", "9E", "1Ki"];

    private static readonly string[] s_texts = ["a", "web-7f9c", "<&>\"\\\n\t\b\f\u0001", "naïve ☸ 𝄞", "\u2028", "x y", "kubernetes.io/name",
        "/var/lib", "0", "true"];

    public string Json(SchemaType type, bool withKind)
    {
        using var writer = new JsonWriter();
        WriteObject(writer, type, 0, withKind);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private void WriteObject(JsonWriter writer, SchemaType type, int depth, bool withKind)
    {
        if (type.IsCustom && type.CSharpName is null)
        {
            WriteEither(writer, type, depth);
            return;
        }

        writer.BeginObject();
        if (withKind && type is { IsKind: true, IsBare: false })
        {
            writer.Key("kind");
            writer.String(type.Name);
            writer.Key("apiVersion");
            writer.String(type.ApiVersion);
        }

        foreach (var (owner, field) in schema.Members(type)) WriteMember(writer, owner, field, depth);
        writer.EndObject();
    }

    /// <summary>The either-or types of apiextensions: one of the two shapes.</summary>
    private void WriteEither(JsonWriter writer, SchemaType type, int depth)
    {
        var props = schema.Find("apiextensions.v1.JSONSchemaProps")!;
        if (type.Name == "JSONSchemaPropsOrBool" && random.Next(2) == 0) writer.Bool(random.Next(2) == 0);
        else if (type.Name == "JSONSchemaPropsOrStringArray" && random.Next(2) == 0) writer.Raw("[\"a\",\"b\"]"u8);
        else if (type.Name == "JSONSchemaPropsOrArray" && random.Next(2) == 0) writer.Raw("[{\"type\":\"string\"},{}]"u8);
        else WriteObject(writer, props, depth + 1, false);
    }

    private void WriteMember(JsonWriter writer, SchemaType owner, SchemaField field, int depth)
    {
        var always = field.Presence == JsonPresence.Always;
        // Recursive types and lists of lists would grow without end: past the budget only what must be written is.
        var present = (full && depth == 0) || (random.NextDouble() < (depth > 5 ? Math.Min(density, 0.1) : density) && depth < 12 && writer.Length < Budget);
        if (!always && !present) return;
        writer.Key(field.JsonName);
        if (field.Type.Container == SchemaContainer.None) WriteSingle(writer, owner, field, depth, zero: !present);
        else if (!present) writer.Null();
        else if (field.Type.Container == SchemaContainer.List) WriteList(writer, owner, field, depth);
        else WriteMap(writer, owner, field, depth);
    }

    private void WriteList(JsonWriter writer, SchemaType owner, SchemaField field, int depth)
    {
        writer.BeginArray();
        for (var count = random.Next(1, depth < 3 ? 4 : 2); count > 0; count--)
        {
            writer.NextItem();
            WriteValue(writer, owner, field, depth + 1);
        }

        writer.EndArray();
    }

    private void WriteMap(JsonWriter writer, SchemaType owner, SchemaField field, int depth)
    {
        writer.BeginObject();
        var keys = Enumerable.Range(0, random.Next(1, 4)).Select(_ => s_texts[random.Next(s_texts.Length)]).Distinct();
        foreach (var key in keys.Order(Machinery.Collections.Utf8Order.Comparer))
        {
            writer.Key(key);
            WriteValue(writer, owner, field, depth + 1);
        }

        writer.EndObject();
    }

    private void WriteSingle(JsonWriter writer, SchemaType owner, SchemaField field, int depth, bool zero)
    {
        if (!zero) WriteValue(writer, owner, field, depth + 1);
        else if (field.IsOptional) writer.Null();
        else WriteZero(writer, owner, field);
    }

    /// <summary>What a field that is always written is when nobody set it.</summary>
    private void WriteZero(JsonWriter writer, SchemaType owner, SchemaField field)
    {
        switch (field.Type.Scalar)
        {
            case SchemaScalar.String:
                writer.String("");
                break;
            case SchemaScalar.Bool:
                writer.Bool(false);
                break;
            case SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Double or SchemaScalar.IntOrString:
                writer.Int(0);
                break;
            case SchemaScalar.Quantity:
                writer.String("0");
                break;
            case SchemaScalar.Message when schema.Message(owner, field) is { } message:
                new RandomObject(schema, random, 0).WriteObject(writer, message, 20, field.WithKind);
                break;
            default:
                writer.Null();
                break;
        }
    }

    private void WriteValue(JsonWriter writer, SchemaType owner, SchemaField field, int depth)
    {
        switch (field.Type.Scalar)
        {
            case SchemaScalar.Message:
                WriteObject(writer, schema.Message(owner, field)!, depth, field.WithKind);
                break;
            case SchemaScalar.String:
                writer.String(schema.Enum(owner, field)?.Values is { Count: > 0 } values && random.Next(4) > 0 ? NonEmpty(values) : Text());
                break;
            case SchemaScalar.Bool:
                writer.Bool(field.Type.Container != SchemaContainer.None || !field.IsOptional || random.Next(2) == 0);
                break;
            case SchemaScalar.Int32:
                writer.Int(random.Next(3) == 0 ? random.Next(int.MinValue, 0) : random.Next(1, int.MaxValue));
                break;
            case SchemaScalar.Int64:
                writer.Int(random.Next(3) == 0 ? -random.NextInt64() - 1 : random.NextInt64() + 1);
                break;
            case SchemaScalar.Double:
                writer.Double(random.Next(2) == 0 ? random.Next(1, 1000) : random.NextDouble() * Math.Pow(10, random.Next(-20, 25)));
                break;
            default:
                WriteSpecial(writer, field.Type.Scalar);
                break;
        }
    }

    private void WriteSpecial(JsonWriter writer, SchemaScalar scalar)
    {
        switch (scalar)
        {
            case SchemaScalar.Bytes:
                writer.Base64(Encoding.UTF8.GetBytes(Text()));
                break;
            case SchemaScalar.Quantity:
                writer.String(s_quantities[random.Next(s_quantities.Length)]);
                break;
            case SchemaScalar.IntOrString:
                if (random.Next(2) == 0) writer.Int(random.Next());
                else writer.String("25%");
                break;
            case SchemaScalar.Time:
                writer.String(Moment().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
            case SchemaScalar.MicroTime:
                writer.String(Moment().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                break;
            case SchemaScalar.JsonValue:
                writer.Raw("""{"a":{"f:x":{}},"z":[1,2.5,null]}"""u8);
                break;
            case SchemaScalar.StringList:
                writer.Raw("[\"x\",\"y\"]"u8);
                break;
            default:
                writer.Raw("""{"z":[1,2.5,null],"a":{"f:x":{}}}"""u8);
                break;
        }
    }

    private DateTime Moment() => DateTime.UnixEpoch.AddTicks(random.NextInt64(-TimeSpan.TicksPerDay * 10000, TimeSpan.TicksPerDay * 100000) / 10 * 10);

    private string Text() => s_texts[random.Next(s_texts.Length)] + (random.Next(3) == 0 ? random.Next().ToString(CultureInfo.InvariantCulture) : "");

    private string NonEmpty(IReadOnlyList<string> values)
    {
        var value = values[random.Next(values.Count)];
        return value.Length > 0 ? value : "x";
    }
}

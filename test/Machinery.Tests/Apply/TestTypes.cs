using System.Text;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Schema;

namespace Kybernet.Machinery.Tests.Apply;

/// <summary>Types of schemas that tests write, and values of JSON they write.</summary>
internal static class TestTypes
{
    /// <summary>The type of a schema, which is read under the name <c>test.v1</c>.</summary>
    public static TypeSchema Of(string schema, string type)
    {
        var utf8 = Encoding.UTF8.GetBytes(schema);
        var model = new SchemaModel([.. global::Kybernet.Machinery.Meta.SchemaIndex.Sources(), new("test.v1", () => utf8)], []);
        return new SchemaModelTypes(model).Find("test.v1." + type)
            ?? throw new ArgumentException($"the schema has no type {type}", nameof(type));
    }

    public static JsonValue Json(string text)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text), DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        return reader.Failed ? throw new FormatException(reader.Fault!.Message) : value;
    }
}

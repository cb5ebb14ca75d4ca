using System.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Tests;

/// <summary>Every record of the API with its schema type, reached by name: tests may reflect, the product does not.</summary>
public static class ApiTypes
{
    public static SchemaModel Schema { get; } = ApiSchema.Create();

    /// <summary>The qualified names of all types that have a record.</summary>
    public static TheoryData<string> Names { get; } =
        [.. Schema.Types.Where(type => type.CSharpName is null).Select(type => type.QualifiedName).Order(StringComparer.Ordinal)];

    /// <summary>Calls <paramref name="body"/> with the record's C# type as its type argument.</summary>
    public static void Use(string name, ITypeBody body)
    {
        var type = Schema.Find(name)!;
        var record = typeof(ApiScheme).Assembly.GetType($"{type.File.Namespace}.{type.Name}")
            ?? typeof(JsonReader).Assembly.GetType($"{type.File.Namespace}.{type.Name}")
            ?? throw new InvalidOperationException($"no record for {name}");
        typeof(ITypeBody).GetMethod(nameof(ITypeBody.Run))!.MakeGenericMethod(record).Invoke(body, [type]);
    }

    public static T FromJson<T>(string json)
        where T : class, IApiMessage<T>
    {
        var findings = new StrictFindings();
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default, findings);
        var value = T.ReadJson(ref reader, null);
        reader.ExpectEnd();
        Assert.Null(reader.Fault);
        Assert.Empty(findings.Messages);
        return value;
    }

    public static string ToJson(IApiMessage value, bool withKind)
    {
        using var writer = new JsonWriter();
        value.WriteJson(writer, withKind);
        return Encoding.UTF8.GetString(writer.Written);
    }

    public static T ThroughProtobuf<T>(T value)
        where T : class, IApiMessage<T>
    {
        using var writer = new ProtoWriter();
        value.WriteProto(writer);
        var reader = new ProtoReader(writer.Written, new DecodeOptions { Pool = new StringPool() });
        var back = T.ReadProto(ref reader, null);
        Assert.Null(reader.Fault);
        return back;
    }
}

/// <summary>A test body for one record type.</summary>
public interface ITypeBody
{
    void Run<T>(SchemaType type)
        where T : class, IApiMessage<T>;
}

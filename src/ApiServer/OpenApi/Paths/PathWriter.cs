using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>
/// Writes paths: what both dialects have in common. The rest is in <see cref="PathWriterV2"/> and <see cref="PathWriterV3"/>.
/// </summary>
internal abstract class PathWriter(JsonWriter writer)
{
    protected JsonWriter Writer { get; } = writer;

    public void Write(ApiPath path)
    {
        Writer.BeginObject();
        foreach (var operation in path.Operations)
        {
            Writer.Key(operation.Method);
            Writer.BeginObject();
            Member("description"u8, operation.Description);
            Member("operationId"u8, operation.Id);
            WriteOperation(operation, path.Own(operation));
            Strings("\"tags\":"u8, [operation.Tag]);
            if (operation.Action.Length > 0) WriteAction(operation);
            Writer.EndObject();
        }

        if (path.Shared.Count > 0)
        {
            Writer.Name("\"parameters\":"u8);
            Writer.BeginArray();
            foreach (var parameter in path.Shared)
            {
                Writer.NextItem();
                WriteParameter(parameter);
            }

            Writer.EndArray();
        }

        Writer.EndObject();
    }

    public abstract void WriteParameter(ApiParameter parameter);

    protected abstract void WriteOperation(ApiOperation operation, IEnumerable<ApiParameter> parameters);

    /// <summary>Writes the answer's media types and schema; the object is open.</summary>
    protected abstract void WriteAnswer(ApiOperation operation);

    protected void WriteResponses(ApiOperation operation)
    {
        Writer.Name("\"responses\":"u8);
        Writer.BeginObject();
        foreach (var code in operation.Codes)
        {
            Writer.Key(code switch { 200 => "200", 201 => "201", _ => "202" });
            Writer.BeginObject();
            Member("description"u8, code switch { 200 => "OK", 201 => "Created", _ => "Accepted" });
            WriteAnswer(operation);
            Writer.EndObject();
        }

        Writer.Name("\"401\":"u8);
        Writer.Raw("{\"description\":\"Unauthorized\"}"u8);
        Writer.EndObject();
    }

    protected void WriteHead(ApiParameter parameter)
    {
        if (parameter.Description.Length > 0) Member("description"u8, parameter.Description);
        Member("in"u8, parameter.In);
        Member("name"u8, parameter.Name);
        if (!parameter.IsRequired) return;
        Writer.Name("\"required\":"u8);
        Writer.Bool(true);
    }

    /// <summary>A schema that is a reference, or a plain string.</summary>
    protected void WriteSchema(OpenApiDialect dialect, string? definition)
    {
        Writer.Name("\"schema\":"u8);
        Writer.BeginObject();
        if (definition is null) Writer.Raw("\"type\":\"string\""u8);
        else Member("$ref"u8, Definition.Pointer(dialect, definition));
        Writer.EndObject();
    }

    protected void Member(ReadOnlySpan<byte> name, string value)
    {
        if (Writer.Written[^1] != '{') Writer.Raw(","u8);
        Writer.Plain(name);
        Writer.Raw(":"u8);
        Writer.String(value);
    }

    protected void Strings(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        Writer.Name(name);
        Writer.BeginArray();
        foreach (var value in values)
        {
            Writer.NextItem();
            Writer.String(value);
        }

        Writer.EndArray();
    }

    private void WriteAction(ApiOperation operation)
    {
        Member("x-kubernetes-action"u8, operation.Action);
        Writer.Name("\"x-kubernetes-group-version-kind\":"u8);
        GroupVersionKindCodec.WriteJson(Writer, operation.Gvk);
    }
}

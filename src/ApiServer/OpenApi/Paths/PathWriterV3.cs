using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>Paths in OpenAPI 3.</summary>
internal sealed class PathWriterV3(JsonWriter writer) : PathWriter(writer)
{
    public override void WriteParameter(ApiParameter parameter)
    {
        Writer.BeginObject();
        WriteHead(parameter);
        Writer.Name("\"schema\":"u8);
        Writer.BeginObject();
        Member("type"u8, parameter.Type);
        Writer.Name("\"uniqueItems\":"u8);
        Writer.Bool(true);
        Writer.EndObject();
        Writer.EndObject();
    }

    protected override void WriteOperation(ApiOperation operation, IEnumerable<ApiParameter> parameters)
    {
        var any = false;
        foreach (var parameter in parameters)
        {
            if (!any)
            {
                Writer.Name("\"parameters\":"u8);
                Writer.BeginArray();
                any = true;
            }

            Writer.NextItem();
            WriteParameter(parameter);
        }

        if (any) Writer.EndArray();
        if (operation.Body is not null) WriteBody(operation);
        WriteResponses(operation);
    }

    protected override void WriteAnswer(ApiOperation operation) => WriteContent(operation.Produces, operation.Answer);

    private void WriteBody(ApiOperation operation)
    {
        Writer.Name("\"requestBody\":"u8);
        Writer.BeginObject();
        WriteContent(operation.Consumes, operation.Body);
        if (operation.IsBodyRequired)
        {
            Writer.Name("\"required\":"u8);
            Writer.Bool(true);
        }

        Writer.EndObject();
    }

    private void WriteContent(IReadOnlyList<string> mediaTypes, string? definition)
    {
        Writer.Name("\"content\":"u8);
        Writer.BeginObject();
        foreach (var mediaType in mediaTypes)
        {
            Writer.Key(mediaType);
            Writer.BeginObject();
            WriteSchema(OpenApiDialect.V3, definition);
            Writer.EndObject();
        }

        Writer.EndObject();
    }
}

using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>Paths in Swagger 2. Parameters that many operations share stand once in the document and are referred to.</summary>
internal sealed class PathWriterV2(JsonWriter writer) : PathWriter(writer)
{
    private readonly Dictionary<ApiParameter, string> _shared = [];
    private readonly Dictionary<string, (string Definition, bool IsRequired)> _bodies = [];

    /// <summary>Writes the shared parameters met so far as members of the open object.</summary>
    public void WriteShared()
    {
        foreach (var (name, body) in _bodies.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Writer.Key(name);
            Writer.BeginObject();
            WriteBody(body.Definition, body.IsRequired);
            Writer.EndObject();
        }

        foreach (var (parameter, name) in _shared.OrderBy(entry => entry.Value, StringComparer.Ordinal))
        {
            Writer.Key(name);
            WriteInFull(parameter);
        }
    }

    public override void WriteParameter(ApiParameter parameter)
    {
        if (!IsShared(parameter))
        {
            WriteInFull(parameter);
            return;
        }

        if (!_shared.TryGetValue(parameter, out var name))
            _shared[parameter] = name = SharedName(parameter.Name, $"{parameter.In}\n{parameter.Type}\n{parameter.Description}");
        Writer.BeginObject();
        Member("$ref"u8, "#/parameters/" + name);
        Writer.EndObject();
    }

    private void WriteInFull(ApiParameter parameter)
    {
        Writer.BeginObject();
        WriteHead(parameter);
        Member("type"u8, parameter.Type);
        Writer.Name("\"uniqueItems\":"u8);
        Writer.Bool(true);
        Writer.EndObject();
    }

    protected override void WriteOperation(ApiOperation operation, IEnumerable<ApiParameter> parameters)
    {
        if (operation.Consumes.Count > 0) Strings("\"consumes\":"u8, operation.Consumes);
        if (operation.Produces.Count > 0) Strings("\"produces\":"u8, operation.Produces);
        var own = parameters.ToList();
        if (operation.Body is not null || own.Count > 0)
        {
            Writer.Name("\"parameters\":"u8);
            Writer.BeginArray();
            if (operation.Body is not null) WriteBody(operation);
            foreach (var parameter in own)
            {
                Writer.NextItem();
                WriteParameter(parameter);
            }

            Writer.EndArray();
        }

        WriteResponses(operation);
        Strings("\"schemes\":"u8, ["https"]);
    }

    protected override void WriteAnswer(ApiOperation operation) => WriteSchema(OpenApiDialect.V2, operation.Answer);

    private void WriteBody(ApiOperation operation)
    {
        Writer.BeginObject();
        if (operation.Body!.StartsWith("io.k8s.apimachinery", StringComparison.Ordinal))
        {
            var body = (operation.Body, operation.IsBodyRequired);
            _bodies[SharedName("body", $"{body}")] = body;
            Member("$ref"u8, "#/parameters/" + SharedName("body", $"{body}"));
        }
        else WriteBody(operation.Body, operation.IsBodyRequired);

        Writer.EndObject();
    }

    private void WriteBody(string definition, bool isRequired)
    {
        Member("in"u8, "body");
        Member("name"u8, "body");
        if (isRequired)
        {
            Writer.Name("\"required\":"u8);
            Writer.Bool(true);
        }

        WriteSchema(OpenApiDialect.V2, definition);
    }

    /// <summary>Old clients look for dryRun and fieldValidation in the operation itself; the name's description differs by kind.</summary>
    private static bool IsShared(ApiParameter parameter) => parameter.Name is not ("name" or "dryRun" or "fieldValidation");

    /// <summary>The name with eight characters of a hash, as upstream's generator does it, over the parameter's text.</summary>
    private static string SharedName(string name, string text)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var unit in text) hash = (hash * 0x100000001b3UL) ^ unit;
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, hash);
        return name + "-" + Convert.ToBase64String(bytes[..6]).Replace('+', '-').Replace('/', '_');
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Audit;

/// <summary>An <c>Event</c> of <c>audit.k8s.io/v1</c>, fields in upstream's order.</summary>
internal static class AuditEventJson
{
    // More than the server reads.
    private const int MaxPatchDepth = 100_000;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <param name="output">Takes the event, without a line break.</param>
    /// <param name="audited">The request.</param>
    /// <param name="stage">An <see cref="AuditStage"/>.</param>
    /// <param name="code">The answer's status; 0 while there is none.</param>
    /// <param name="now">The time of the stage.</param>
    public static void Write(IBufferWriter<byte> output, AuditedRequest audited, string stage, int code, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxPatchDepth + 8 });
        json.WriteStartObject();
        json.WriteString("kind", "Event");
        json.WriteString("apiVersion", "audit.k8s.io/v1");
        json.WriteString("level", audited.Level.ToString());
        json.WriteString("auditID", audited.Id);
        json.WriteString("stage", stage);
        json.WriteString("requestURI", audited.RequestUri);
        json.WriteString("verb", audited.Request.Verb);
        json.WritePropertyName("user");
        WriteUser(json, audited.User);
        if (audited.ImpersonatedUser is { } acting)
        {
            json.WritePropertyName("impersonatedUser");
            WriteUser(json, acting);
        }

        if (audited.SourceIp.Length > 0)
        {
            json.WriteStartArray("sourceIPs");
            json.WriteStringValue(audited.SourceIp);
            json.WriteEndArray();
        }

        Text(json, "userAgent", audited.UserAgent);
        if (audited.Request.IsResourceRequest) WriteReference(json, audited);
        if (code > 0) WriteStatus(json, audited.Error, code);
        if (!audited.RequestJson.IsEmpty) Patch(json, audited.RequestJson);
        else if (audited.RequestObject is { } sent) Raw(json, "requestObject", Encode(sent));
        if (stage != AuditStage.RequestReceived && audited.ResponseObject is { } answered) Raw(json, "responseObject", Encode(answered));
        json.WriteString("requestReceivedTimestamp", Time(audited.ReceivedAt));
        json.WriteString("stageTimestamp", Time(now));
        if (audited.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (key, value) in audited.Annotations) json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, UserInfo? user)
    {
        json.WriteStartObject();
        if (user is not null)
        {
            Text(json, "username", user.Name);
            Text(json, "uid", user.Uid);
            if (!user.Groups.IsEmpty) Texts(json, "groups", user.Groups);
            if (!user.Extra.IsEmpty)
            {
                json.WriteStartObject("extra");
                foreach (var (key, values) in user.Extra) Texts(json, key, values);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, AuditedRequest audited)
    {
        var request = audited.Request;
        json.WriteStartObject("objectRef");
        Text(json, "resource", request.Resource);
        Text(json, "namespace", request.Namespace);
        Text(json, "name", audited.Name);
        Text(json, "uid", audited.Uid);
        Text(json, "apiGroup", request.ApiGroup);
        Text(json, "apiVersion", request.ApiVersion);
        Text(json, "resourceVersion", audited.ResourceVersion);
        Text(json, "subresource", request.Subresource);
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, ApiError? error, int code)
    {
        json.WriteStartObject("responseStatus");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        if (error is not null)
        {
            json.WriteString("status", "Failure");
            Text(json, "message", error.Message);
            Text(json, "reason", error.Reason);
        }

        json.WriteNumber("code", code);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Encode(IKind value) => ObjectJson.Encode(value);

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>A patch may be spread over lines; an event is one.</summary>
    private static void Patch(Utf8JsonWriter json, ReadOnlyMemory<byte> patch)
    {
        using var document = JsonDocument.Parse(patch, new() { MaxDepth = MaxPatchDepth });
        json.WritePropertyName("requestObject");
        document.RootElement.WriteTo(json);
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    private static void Texts(Utf8JsonWriter json, string name, Machinery.Collections.ListOf<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Audit;

/// <summary>An <c>Event</c> of <c>audit.k8s.io/v1</c>, fields in upstream's order, text escaped as upstream's.</summary>
internal static class AuditEventJson
{
    // More than the server reads.
    private const int MaxPatchDepth = 100_000;

    /// <param name="json">Takes the event, without a line break.</param>
    /// <param name="texts">Parts that are written already.</param>
    /// <param name="audited">The request.</param>
    /// <param name="stage">An <see cref="AuditStage"/>.</param>
    /// <param name="code">The answer's status; 0 while there is none.</param>
    /// <param name="now">The time of the stage.</param>
    public static void Write(JsonWriter json, AuditTexts texts, AuditedRequest audited, string stage, int code, DateTimeOffset now)
    {
        json.BeginObject();
        json.Name("\"kind\":"u8);
        json.Plain("Event"u8);
        json.Name("\"apiVersion\":"u8);
        json.Plain("audit.k8s.io/v1"u8);
        json.Name("\"level\":"u8);
        json.Plain(NameOf(audited.Level));
        Value(json, "\"auditID\":"u8, audited.Id);
        Value(json, "\"stage\":"u8, stage);
        Value(json, "\"requestURI\":"u8, audited.RequestUri);
        Value(json, "\"verb\":"u8, audited.Request.Verb);
        json.Name("\"user\":"u8);
        json.Raw(audited.User is { } user ? texts.Of(user) : "{}"u8);
        if (audited.ImpersonatedUser is { } acting)
        {
            json.Name("\"impersonatedUser\":"u8);
            json.Raw(texts.Of(acting));
        }

        if (audited.SourceIp.Length > 0) Texts(json, "\"sourceIPs\":"u8, [audited.SourceIp]);
        Text(json, "\"userAgent\":"u8, audited.UserAgent);
        if (audited.Request.IsResourceRequest) WriteReference(json, audited);
        if (code > 0) WriteStatus(json, audited.Error, code);
        if (!audited.RequestJson.IsEmpty) Patch(json, audited.RequestJson);
        else if (audited.RequestObject is { } sent) Object(json, "\"requestObject\":"u8, sent);
        if (stage != AuditStage.RequestReceived && audited.ResponseObject is { } answered) Object(json, "\"responseObject\":"u8, answered);
        Time(json, "\"requestReceivedTimestamp\":"u8, audited.ReceivedAt);
        Time(json, "\"stageTimestamp\":"u8, now);
        if (audited.Annotations.Length > 0) WriteAnnotations(json, texts, audited.Annotations);
        json.EndObject();
    }

    /// <summary>Who asks.</summary>
    public static void WriteUser(JsonWriter json, UserInfo user)
    {
        json.BeginObject();
        Text(json, "\"username\":"u8, user.Name);
        Text(json, "\"uid\":"u8, user.Uid);
        if (!user.Groups.IsEmpty) Texts(json, "\"groups\":"u8, user.Groups);
        if (!user.Extra.IsEmpty)
        {
            json.Name("\"extra\":"u8);
            json.BeginObject();
            foreach (var (key, values) in user.Extra)
            {
                json.Key(key);
                Texts(json, values);
            }

            json.EndObject();
        }

        json.EndObject();
    }

    private static void WriteReference(JsonWriter json, AuditedRequest audited)
    {
        var request = audited.Request;
        json.Name("\"objectRef\":"u8);
        json.BeginObject();
        Text(json, "\"resource\":"u8, request.Resource);
        Text(json, "\"namespace\":"u8, request.Namespace);
        Text(json, "\"name\":"u8, audited.Name);
        Text(json, "\"uid\":"u8, audited.Uid);
        Text(json, "\"apiGroup\":"u8, request.ApiGroup);
        Text(json, "\"apiVersion\":"u8, request.ApiVersion);
        Text(json, "\"resourceVersion\":"u8, audited.ResourceVersion);
        Text(json, "\"subresource\":"u8, request.Subresource);
        json.EndObject();
    }

    private static void WriteStatus(JsonWriter json, ApiError? error, int code)
    {
        json.Name("\"responseStatus\":"u8);
        json.BeginObject();
        json.Name("\"metadata\":"u8);
        json.Raw("{}"u8);
        if (error is not null)
        {
            Value(json, "\"status\":"u8, "Failure");
            Text(json, "\"message\":"u8, error.Message);
            Text(json, "\"reason\":"u8, error.Reason);
        }

        json.Name("\"code\":"u8);
        json.Int(code);
        json.EndObject();
    }

    private static void WriteAnnotations(JsonWriter json, AuditTexts texts, ReadOnlySpan<KeyValuePair<string, string>> annotations)
    {
        json.Name("\"annotations\":"u8);
        json.BeginObject();
        foreach (var (key, value) in annotations)
        {
            json.Key(key);
            // Only this reason is one and the same text for many requests.
            if (key == AuditedRequest.ReasonKey) json.Raw(texts.Of(value));
            else json.String(value);
        }

        json.EndObject();
    }

    private static void Object(JsonWriter json, ReadOnlySpan<byte> name, IKind value)
    {
        json.Name(name);
        value.WriteJson(json, withKind: true);
    }

    /// <summary>A patch may be spread over lines; an event is one.</summary>
    private static void Patch(JsonWriter json, ReadOnlyMemory<byte> patch)
    {
        var line = new ArrayBufferWriter<byte>(patch.Length);
        using (var document = JsonDocument.Parse(patch, new() { MaxDepth = MaxPatchDepth }))
        using (var output = new Utf8JsonWriter(line, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxPatchDepth + 8 }))
            document.RootElement.WriteTo(output);
        json.Name("\"requestObject\":"u8);
        json.Raw(line.WrittenSpan);
    }

    private static void Text(JsonWriter json, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0) Value(json, name, value);
    }

    private static void Value(JsonWriter json, ReadOnlySpan<byte> name, string value)
    {
        json.Name(name);
        json.String(value);
    }

    private static void Texts(JsonWriter json, ReadOnlySpan<byte> name, ListOf<string> values)
    {
        json.Name(name);
        Texts(json, values);
    }

    private static void Texts(JsonWriter json, ListOf<string> values)
    {
        json.BeginArray();
        foreach (var value in values)
        {
            json.NextItem();
            json.String(value);
        }

        json.EndArray();
    }

    /// <summary>In microseconds: the round-trip form without its last digit.</summary>
    private static void Time(JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out var length, "O", System.Globalization.CultureInfo.InvariantCulture);
        text[length - 2] = (byte)'Z';
        json.Name(name);
        json.Plain(text[..(length - 1)]);
    }

    private static ReadOnlySpan<byte> NameOf(AuditLevel level) => level switch
    {
        AuditLevel.Metadata => "Metadata"u8,
        AuditLevel.Request => "Request"u8,
        AuditLevel.RequestResponse => "RequestResponse"u8,
        _ => "None"u8,
    };
}

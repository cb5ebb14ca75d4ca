using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>The Status that says how a command ended, as kube-apiserver words it. Upstream: <c>remotecommand/v4.go</c>, <c>streamtranslator.go</c>.</summary>
internal static class CommandStatus
{
    // What a runtime writes is a few hundred bytes.
    private const int MaxLength = 1 << 20;
    private const string NonZeroExitCode = "NonZeroExitCode";
    private const string ExitCode = "ExitCode";

    private static byte[] Success { get; } = "{\"metadata\":{},\"status\":\"Success\"}"u8.ToArray();

    /// <summary>Reads what the runtime says on the error stream, to its end.</summary>
    public static async Task<byte[]> ReadAsync(PipeReader error, CancellationToken cancel)
    {
        while (true)
        {
            var read = await error.ReadAsync(cancel);
            if (read.Buffer.Length > MaxLength) return InternalError("error stream protocol error: the message is too long");
            if (read.IsCompleted) return Of(read.Buffer.ToArray());
            error.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The backend did not upgrade: its Status as it is, or what it said.</summary>
    public static byte[] OfRefusal(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "kind") == "Status") return System.Text.Encoding.UTF8.GetBytes(body);
        }
        catch (JsonException)
        {
        }

        return InternalError($"unable to upgrade connection: {body}");
    }

    public static byte[] InternalError(string cause)
    {
        var error = ApiError.InternalError(cause);
        return Write(writer =>
        {
            writer.WriteString("status", "Failure");
            writer.WriteString("message", error.Message);
            writer.WriteString("reason", error.Reason);
            writer.WriteStartObject("details");
            writer.WriteStartArray("causes");
            writer.WriteStartObject();
            writer.WriteString("message", cause);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteNumber("code", error.Code);
        });
    }

    private static byte[] Of(ReadOnlyMemory<byte> message)
    {
        // Upstream takes silence for success; a runtime that speaks v4 always says something, so silence is a broken connection.
        if (message.IsEmpty) return InternalError("the connection to the container runtime ended before the result came");
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            if (Text(root, "status") == "Success") return Success;
            if (Text(root, "status") != "Failure") return InternalError("error stream protocol error: unknown error");
            if (Text(root, "reason") != NonZeroExitCode) return InternalError(Text(root, "message"));
            return CodeOf(root) is { } code ? Exited(code) : InternalError($"error stream protocol error: no {ExitCode} cause given");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return InternalError($"error stream protocol error: {e.Message}");
        }
    }

    private static string? CodeOf(JsonElement status)
    {
        if (!status.TryGetProperty("details", out var details) || !details.TryGetProperty("causes", out var causes)) return null;
        foreach (var cause in causes.EnumerateArray())
            if (Text(cause, "reason") == ExitCode) return Text(cause, "message");
        return null;
    }

    private static byte[] Exited(string code) => Write(writer =>
    {
        writer.WriteString("status", "Failure");
        writer.WriteString("message", $"command terminated with non-zero exit code: command terminated with exit code {code}");
        writer.WriteString("reason", NonZeroExitCode);
        writer.WriteStartObject("details");
        writer.WriteStartArray("causes");
        writer.WriteStartObject();
        writer.WriteString("reason", ExitCode);
        writer.WriteString("message", code);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            writer.WriteEndObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

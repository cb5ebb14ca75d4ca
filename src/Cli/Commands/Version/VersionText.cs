using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Cli.Commands.Version;

/// <summary>A version as kubectl prints it.</summary>
internal static class VersionText
{
    // A plus sign is a plus sign: kubectl escapes for no browser.
    private static readonly JsonWriterOptions s_indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text in the format asked for ("", <c>json</c> or <c>yaml</c>), null for any other format.</summary>
    public static string? Of(VersionInfo version, string format) => format switch
    {
        "" => $"Client Version: {version.GitVersion}\n",
        "json" => Encoding.UTF8.GetString(Json(version)) + "\n",
        // kubectl ends the document's last line twice.
        "yaml" => Yaml(version) + "\n",
        _ => null,
    };

    private static string Yaml(VersionInfo version)
    {
        var output = new ArrayBufferWriter<byte>();
        if (YamlWriter.Write(Json(version), output) is { } error)
            throw new InvalidOperationException($"version {version} is no JSON: {error}");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static ReadOnlySpan<byte> Json(VersionInfo version)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, s_indented);
        json.WriteStartObject();
        json.WriteStartObject("clientVersion");
        json.WriteString("major", version.Major);
        json.WriteString("minor", version.Minor);
        json.WriteString("gitVersion", version.GitVersion);
        json.WriteString("gitCommit", version.GitCommit);
        json.WriteString("gitTreeState", version.GitTreeState);
        json.WriteString("buildDate", version.BuildDate);
        json.WriteString("goVersion", version.RuntimeVersion);
        json.WriteString("compiler", version.Compiler);
        json.WriteString("platform", version.Platform);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan;
    }
}

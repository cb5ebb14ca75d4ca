using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>
/// Reads the part about pods of <c>--admission-control-config-file</c>: a <c>PodSecurityConfiguration</c>, alone or inside an
/// <c>AdmissionConfiguration</c>.
/// </summary>
public static class PodSecurityConfiguration
{
    private const string Version = "pod-security.admission.config.k8s.io/v1";

    /// <summary>False with what is wrong. A file that says nothing of pods gives the defaults.</summary>
    public static bool TryRead(string yaml, [NotNullWhen(true)] out PodSecurityOptions? options, out string problem)
    {
        (options, problem) = (null, "");
        var read = YamlReader.Read(yaml);
        if (read.Error is { } error || read.Documents.Count != 1)
        {
            problem = read.Error is { } failure ? $"{failure}" : "one document is expected";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(read.Documents[0].Json);
            options = Find(document.RootElement) is { } found ? Of(found) : new();
            problem = options.Validate() ?? "";
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            problem = failure.Message;
        }

        if (problem.Length > 0) options = null;
        return options is not null;
    }

    private static JsonElement? Find(JsonElement root)
    {
        if (Text(root, "kind") == "PodSecurityConfiguration") return root;
        if (Text(root, "kind") != "AdmissionConfiguration") throw new FormatException("an AdmissionConfiguration or a PodSecurityConfiguration is expected");
        if (!root.TryGetProperty("plugins", out var plugins)) return null;
        foreach (var plugin in plugins.EnumerateArray())
        {
            if (Text(plugin, "name") != "PodSecurity") continue;
            if (Text(plugin, "path").Length > 0) throw new FormatException("plugins: a path is not supported, write the configuration in place");
            return plugin.TryGetProperty("configuration", out var found) ? found : null;
        }

        return null;
    }

    private static PodSecurityOptions Of(JsonElement root)
    {
        if (Text(root, "apiVersion") != Version) throw new FormatException($"{Version} is expected, not {Text(root, "apiVersion")}");
        var defaults = root.TryGetProperty("defaults", out var given) ? given : default;
        var exemptions = root.TryGetProperty("exemptions", out var exempt) ? exempt : default;
        return new()
        {
            Defaults = new(Mode(defaults, "enforce"), Mode(defaults, "audit"), Mode(defaults, "warn")),
            ExemptUsers = Names(exemptions, "usernames"),
            ExemptNamespaces = Names(exemptions, "namespaces"),
            ExemptRuntimeClasses = Names(exemptions, "runtimeClasses"),
        };
    }

    private static LevelVersion Mode(JsonElement defaults, string mode)
    {
        var (level, version) = (Text(defaults, mode), Text(defaults, mode + "-version"));
        var asked = LevelVersion.Privileged;
        if (level.Length > 0)
        {
            if (!LevelVersion.TryParseLevel(level, out var parsed))
                throw new FormatException($"defaults.{mode}: Invalid value: \"{level}\": {LevelVersion.BadLevel}");
            asked = asked with { Level = parsed };
        }

        if (version.Length == 0) return asked;
        return LevelVersion.TryParseVersion(version, out var minor)
            ? asked with { Minor = minor }
            : throw new FormatException($"defaults.{mode}-version: Invalid value: \"{version}\": {LevelVersion.BadVersion}");
    }

    private static ListOf<string> Names(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found)
            ? found.EnumerateArray().Select(static one => one.GetString() ?? "").ToListOf()
            : default;

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()!
            : "";
}

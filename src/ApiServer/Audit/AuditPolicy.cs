using System.Text.Json;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Audit;

/// <summary>What is written of which requests: a <c>Policy</c> of <c>audit.k8s.io/v1</c>. The first rule that matches decides.</summary>
internal sealed record AuditPolicy(IReadOnlyList<AuditRule> Rules, IReadOnlyList<string> OmitStages, bool OmitManagedFields)
{
    private const string Version = "audit.k8s.io/v1";
    private readonly AuditDecision[] _decisions =
        [.. Rules.Select(rule => new AuditDecision(rule.Level, [.. OmitStages, .. rule.OmitStages], rule.OmitManagedFields ?? OmitManagedFields))];
    private readonly AuditDecision _otherwise = new(AuditLevel.None, OmitStages, OmitManagedFields);

    /// <summary>How a request is written.</summary>
    public AuditDecision Decide(UserInfo user, RequestInfo request)
    {
        for (var i = 0; i < Rules.Count; i++)
            if (Rules[i].Matches(user, request)) return _decisions[i];
        return _otherwise;
    }

    /// <summary>Reads YAML or JSON; null with what is wrong.</summary>
    public static AuditPolicy? Read(string yaml, out string problem)
    {
        problem = "";
        var read = YamlReader.Read(yaml);
        if (read.Error is { } error || read.Documents.Count != 1)
        {
            problem = read.Error is { } failure ? $"{failure}" : "one document is expected";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(read.Documents[0].Json);
            return Of(document.RootElement);
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            problem = failure.Message;
            return null;
        }
    }

    private static AuditPolicy Of(JsonElement root)
    {
        if (Text(root, "apiVersion") != Version || Text(root, "kind") != "Policy") throw new FormatException($"{Version}, Kind=Policy is expected");
        var rules = Items(root, "rules").Select(static (rule, index) => RuleOf(rule, $"rules[{index}]")).ToList();
        if (rules.Count == 0) throw new FormatException("loaded illegal policy with 0 rules");
        return new(rules, Stages(root, "omitStages"), Flag(root, "omitManagedFields") ?? false);
    }

    private static AuditRule RuleOf(JsonElement rule, string path)
    {
        var level = Text(rule, "level");
        if (!Enum.TryParse<AuditLevel>(level, out var parsed) || level.Any(char.IsDigit))
            throw new FormatException(
                $"{path}.level: Unsupported value: \"{level}\": supported values: \"Metadata\", \"None\", \"Request\", \"RequestResponse\"");
        var made = new AuditRule
        {
            Level = parsed,
            Users = Texts(rule, "users"),
            UserGroups = Texts(rule, "userGroups"),
            Verbs = Texts(rule, "verbs"),
            Namespaces = Texts(rule, "namespaces"),
            NonResourceUrls = Texts(rule, "nonResourceURLs"),
            OmitStages = Stages(rule, path + ".omitStages"),
            OmitManagedFields = Flag(rule, "omitManagedFields"),
            Resources = [.. Items(rule, "resources")
                .Select(static one => new AuditResources(Text(one, "group"), Texts(one, "resources"), Texts(one, "resourceNames")))],
        };
        if (made.NonResourceUrls.Count > 0 && (made.Resources.Count > 0 || made.Namespaces.Count > 0))
            throw new FormatException($"{path}.nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs");
        foreach (var url in made.NonResourceUrls)
        {
            if (url != "*" && !url.StartsWith('/'))
                throw new FormatException($"{path}.nonResourceURLs: Invalid value: \"{url}\": non-resource URL rules must begin with a '/' character");
        }

        return made;
    }

    private static List<string> Stages(JsonElement value, string path)
    {
        var stages = Texts(value, "omitStages");
        foreach (var stage in stages)
            if (!AuditStage.All.Contains(stage))
                throw new FormatException($"{path}: Invalid value: \"{stage}\": allowed stages are {string.Join(',', AuditStage.All)}");
        return stages;
    }

    private static string Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";

    private static bool? Flag(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean() : null;

    private static List<string> Texts(JsonElement value, string name) => [.. Items(value, name).Select(static one => one.GetString() ?? "")];

    private static List<JsonElement> Items(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : [];
}

/// <summary>How a request is written.</summary>
internal sealed record AuditDecision(AuditLevel Level, IReadOnlyList<string> OmitStages, bool OmitManagedFields)
{
    public bool Omits(string stage)
    {
        for (var i = 0; i < OmitStages.Count; i++)
            if (OmitStages[i] == stage) return true;
        return false;
    }
}

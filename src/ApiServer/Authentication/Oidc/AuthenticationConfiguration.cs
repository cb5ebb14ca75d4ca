using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>
/// Reads an <c>AuthenticationConfiguration</c> of <c>apiserver.config.k8s.io/v1</c>. Claims and prefixes are understood, expressions are not: they
/// are refused, since a rule that is passed over would let in whom it keeps out.
/// </summary>
public static class AuthenticationConfiguration
{
    private const string Version = "apiserver.config.k8s.io/v1";
    private const string NoExpressions = "Forbidden: CEL expressions are not supported by this server";

    /// <summary>False with what is wrong and where.</summary>
    /// <param name="yaml">The file.</param>
    /// <param name="start">What the configuration is added to.</param>
    /// <param name="options">The start with the issuers and the rule about anonymous requests.</param>
    /// <param name="problem">Empty when nothing is wrong.</param>
    public static bool TryRead(string yaml, AuthenticationOptions start, [NotNullWhen(true)] out AuthenticationOptions? options, out string problem)
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
            options = Of(document.RootElement, start);
            return true;
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            problem = failure.Message;
            return false;
        }
    }

    private static AuthenticationOptions Of(JsonElement root, AuthenticationOptions start)
    {
        if (Text(root, "apiVersion") != Version || Text(root, "kind") != "AuthenticationConfiguration")
            throw new FormatException($"{Version}, Kind=AuthenticationConfiguration is expected");
        Known(root, "", "apiVersion", "kind", "jwt", "anonymous");
        var issuers = new List<JwtIssuer>();
        foreach (var (item, index) in Items(root, "jwt").Select(static (item, index) => (item, index)))
        {
            var issuer = IssuerOf(item, $"jwt[{index}].");
            if (issuer.Validate() is { } wrong) throw new FormatException($"jwt[{index}].{wrong}");
            issuers.Add(issuer);
        }

        var options = start with { Issuers = issuers.ToListOf() };
        if (!root.TryGetProperty("anonymous", out var anonymous)) return options;
        Known(anonymous, "anonymous.", "enabled", "conditions");
        var isEnabled = anonymous.TryGetProperty("enabled", out var enabled) && enabled.GetBoolean();
        var paths = Items(anonymous, "conditions").Select(static one => Text(one, "path")).ToListOf();
        if (!isEnabled && !paths.IsEmpty)
            throw new FormatException("anonymous.conditions: Invalid value: enabled should be set to true when conditions are defined");
        return options with { AllowsAnonymous = isEnabled, AnonymousPaths = paths.IsEmpty ? null : paths };
    }

    private static JwtIssuer IssuerOf(JsonElement item, string path)
    {
        Known(item, path, "issuer", "claimValidationRules", "claimMappings", "userValidationRules");
        var issuer = Member(item, "issuer");
        Known(issuer, path + "issuer.", "url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy");
        if (Text(issuer, "audienceMatchPolicy") is not ("" or "MatchAny"))
        {
            throw new FormatException(
                $"{path}issuer.audienceMatchPolicy: Invalid value: \"{Text(issuer, "audienceMatchPolicy")}\": it must be MatchAny or empty");
        }

        if (Items(item, "userValidationRules").Count > 0) throw new FormatException($"{path}userValidationRules: {NoExpressions}");
        var mappings = Member(item, "claimMappings");
        Known(mappings, path + "claimMappings.", "username", "groups", "uid", "extra");
        if (Items(mappings, "extra").Count > 0) throw new FormatException($"{path}claimMappings.extra: {NoExpressions}");
        var (user, userPrefix) = Mapping(mappings, "username", path);
        var (groups, groupsPrefix) = Mapping(mappings, "groups", path);
        return new()
        {
            Url = Text(issuer, "url"),
            DiscoveryUrl = Text(issuer, "discoveryURL"),
            CertificateAuthority = Text(issuer, "certificateAuthority"),
            Audiences = Items(issuer, "audiences").Select(static one => one.GetString() ?? "").ToListOf(),
            UsernameClaim = user,
            UsernamePrefix = userPrefix,
            GroupsClaim = groups,
            GroupsPrefix = groupsPrefix,
            UidClaim = Text(WithoutExpression(Member(mappings, "uid"), path + "claimMappings.uid"), "claim"),
            RequiredClaims = Items(item, "claimValidationRules")
                .Select((rule, index) => WithoutExpression(rule, $"{path}claimValidationRules[{index}]"))
                .Select(static rule => new RequiredClaim(Text(rule, "claim"), Text(rule, "requiredValue"))).ToListOf(),
        };
    }

    /// <summary>Whoever names a claim says what is before it, be it nothing.</summary>
    private static (string Claim, string Prefix) Mapping(JsonElement mappings, string name, string path)
    {
        var at = $"{path}claimMappings.{name}";
        var mapping = WithoutExpression(Member(mappings, name), at);
        var claim = Text(mapping, "claim");
        var hasPrefix = mapping.ValueKind == JsonValueKind.Object && mapping.TryGetProperty("prefix", out _);
        if (claim.Length > 0 && !hasPrefix)
        {
            throw new FormatException(
                $"{at}.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing");
        }

        if (claim.Length == 0 && hasPrefix)
            throw new FormatException($"{at}.claim: Required value: non-empty claim name is required when prefix is set");
        return (claim, Text(mapping, "prefix"));
    }

    private static JsonElement WithoutExpression(JsonElement value, string path)
    {
        if (Text(value, "expression").Length > 0) throw new FormatException($"{path}.expression: {NoExpressions}");
        return value;
    }

    /// <summary>A misspelt rule must not be one that is not kept.</summary>
    private static void Known(JsonElement value, string path, params string[] names)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
            if (!names.Contains(member.Name)) throw new FormatException($"unknown field \"{path}{member.Name}\"");
    }

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found : default;

    private static string Text(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    private static List<JsonElement> Items(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [];
}

using System.Text.Json;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>What a service account's token says. Upstream: <c>pkg/serviceaccount/claims.go</c>.</summary>
internal sealed record TokenClaims
{
    private const string Private = "kubernetes.io";

    public string Issuer { get; init; } = "";

    public string Subject { get; init; } = "";

    public ListOf<string> Audiences { get; init; }

    /// <summary>Seconds since 1970, as the next ones; null when the token does not say.</summary>
    public long? Expiry { get; init; }

    public long? NotBefore { get; init; }

    public long? IssuedAt { get; init; }

    /// <summary>The <c>jti</c>.</summary>
    public string Id { get; init; } = "";

    public string Namespace { get; init; } = "";

    public TokenReference? Account { get; init; }

    public TokenReference? Pod { get; init; }

    public TokenReference? Secret { get; init; }

    public TokenReference? Node { get; init; }

    public long? WarnAfter { get; init; }

    /// <summary>Null in tokens that were issued on request.</summary>
    public LegacyClaims? Legacy { get; init; }

    /// <exception cref="InvalidOperationException">A claim is of the wrong type.</exception>
    /// <exception cref="FormatException">A time is no number.</exception>
    public static TokenClaims Read(JsonElement claims)
    {
        var inner = claims.TryGetProperty(Private, out var found) ? found : default;
        return new()
        {
            Issuer = Text(claims, "iss"),
            Subject = Text(claims, "sub"),
            Audiences = AudiencesOf(claims),
            Expiry = Seconds(claims, "exp"),
            NotBefore = Seconds(claims, "nbf"),
            IssuedAt = Seconds(claims, "iat"),
            Id = Text(claims, "jti"),
            Namespace = Text(inner, "namespace"),
            Account = Reference(inner, "serviceaccount"),
            Pod = Reference(inner, "pod"),
            Secret = Reference(inner, "secret"),
            Node = Reference(inner, "node"),
            WarnAfter = Seconds(inner, "warnafter"),
            Legacy = LegacyOf(claims),
        };
    }

    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Key("aud");
        json.BeginArray();
        foreach (var audience in Audiences)
        {
            json.NextItem();
            json.String(audience);
        }

        json.EndArray();
        Write(json, "exp", Expiry);
        Write(json, "iat", IssuedAt);
        Write(json, "iss", Issuer);
        Write(json, "jti", Id);
        json.Key(Private);
        json.BeginObject();
        Write(json, "namespace", Namespace);
        Write(json, "node", Node);
        Write(json, "pod", Pod);
        Write(json, "secret", Secret);
        Write(json, "serviceaccount", Account);
        Write(json, "warnafter", WarnAfter);
        json.EndObject();
        Write(json, "nbf", NotBefore);
        Write(json, "sub", Subject);
        json.EndObject();
    }

    private static void Write(JsonWriter json, string name, string value)
    {
        if (value.Length == 0) return;
        json.Key(name);
        json.String(value);
    }

    private static void Write(JsonWriter json, string name, long? value)
    {
        if (value is not { } seconds) return;
        json.Key(name);
        json.Int(seconds);
    }

    private static void Write(JsonWriter json, string name, TokenReference? value)
    {
        if (value is null) return;
        json.Key(name);
        json.BeginObject();
        Write(json, "name", value.Name);
        Write(json, "uid", value.Uid);
        json.EndObject();
    }

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found.GetString() ?? "" : "";

    private static long? Seconds(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? (long)found.GetDouble() : null;

    private static TokenReference? Reference(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object
            ? new(Text(found, "name"), Text(found, "uid"))
            : null;

    private static LegacyClaims? LegacyOf(JsonElement claims)
    {
        const string Prefix = Private + "/serviceaccount/";
        if (!claims.TryGetProperty(Prefix + "namespace", out _)) return null;
        var account = new TokenReference(Text(claims, Prefix + "service-account.name"), Text(claims, Prefix + "service-account.uid"));
        return new(Text(claims, Prefix + "namespace"), account, Text(claims, Prefix + "secret.name"));
    }

    /// <summary>One, or a list of them.</summary>
    private static ListOf<string> AudiencesOf(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var found)) return default;
        return found.ValueKind == JsonValueKind.String
            ? [found.GetString()!]
            : found.EnumerateArray().Select(static one => one.GetString() ?? "").ToListOf();
    }
}

/// <summary>An object a token names: it is void when the object is gone, or another of the name is there.</summary>
internal sealed record TokenReference(string Name, string Uid);

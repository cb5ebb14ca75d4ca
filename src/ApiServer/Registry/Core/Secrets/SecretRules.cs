using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.ConfigMaps;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Secrets;

/// <summary>Keys, size, and what each well-known type asks for. Upstream: <c>ValidateSecret</c>, <c>ValidateSecretUpdate</c>.</summary>
internal static class SecretRules
{
    public const string Tls = "kubernetes.io/tls";
    public const string TlsCertificate = "tls.crt";
    public const string TlsPrivateKey = "tls.key";

    private const string ServiceAccountName = "kubernetes.io/service-account.name";

    private static readonly FieldPath s_data = FieldPath.Of("data");

    public static void Check(Secret secret, FieldErrorList errors)
    {
        long size = 0;
        foreach (var (key, value) in secret.Data)
        {
            errors.AddInvalid(s_data.Key(key), key, Identifiers.IsConfigMapKey(key));
            size += value.Length;
        }

        if (size > ConfigMapRules.MaxDataBytes) errors.Add(FieldError.TooLong(s_data, ConfigMapRules.MaxDataBytes));
        CheckType(secret, errors);
    }

    /// <summary>The change of a Secret that was immutable.</summary>
    public static void CheckUnchanged(Secret secret, Secret old, FieldErrorList errors)
    {
        if (secret.Immutable != true) errors.Add(FieldError.Forbidden(FieldPath.Of("immutable"), ConfigMapRules.SealedField));
        if (secret.Data != old.Data) errors.Add(FieldError.Forbidden(s_data, ConfigMapRules.SealedField));
    }

    private static void CheckType(Secret secret, FieldErrorList errors)
    {
        switch (secret.Type)
        {
            case "kubernetes.io/service-account-token":
                if (string.IsNullOrEmpty(secret.Metadata.Annotations.GetValueOrDefault(ServiceAccountName)))
                    errors.Add(FieldError.Required(FieldPath.Of("metadata").Child("annotations").Key(ServiceAccountName), ""));
                break;
            case "kubernetes.io/dockercfg":
                CheckJson(secret, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                CheckJson(secret, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth":
                // Either may be empty; one must be there.
                if (secret.Data.ContainsKey("username") || secret.Data.ContainsKey("password")) break;
                errors.Add(FieldError.Required(s_data.Key("username"), ""));
                errors.Add(FieldError.Required(s_data.Key("password"), ""));
                break;
            case "kubernetes.io/ssh-auth":
                if (secret.Data.GetValueOrDefault("ssh-privatekey").IsEmpty)
                    errors.Add(FieldError.Required(s_data.Key("ssh-privatekey"), ""));
                break;
            case Tls:
                if (!secret.Data.ContainsKey(TlsCertificate)) errors.Add(FieldError.Required(s_data.Key(TlsCertificate), ""));
                if (!secret.Data.ContainsKey(TlsPrivateKey)) errors.Add(FieldError.Required(s_data.Key(TlsPrivateKey), ""));
                break;
        }
    }

    /// <summary>The entry is there and is a JSON object (or null); what it holds is not looked at.</summary>
    private static void CheckJson(Secret secret, string key, FieldErrorList errors)
    {
        if (!secret.Data.TryGetValue(key, out var json))
        {
            errors.Add(FieldError.Required(s_data.Key(key), ""));
            return;
        }

        var reader = new JsonReader(json.Span, DecodeOptions.Default);
        if (reader.BeginObject("map[string]interface {}"))
            while (reader.NextMember(out _)) reader.SkipValue();
        reader.ExpectEnd();
        if (reader.Fault is { } fault) errors.Add(FieldError.Invalid(s_data.Key(key), "<secret contents redacted>", fault.Message));
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Secrets;

/// <summary>Secrets. Upstream: <c>pkg/registry/core/secret/strategy.go</c>.</summary>
public sealed class SecretStrategy : Strategy<Secret>
{
    public override ListOf<string> SelectableFields => ["type"];

    /// <summary><c>stringData</c> is write-only: its entries overwrite those of <c>data</c> (upstream: a conversion).</summary>
    public override Secret Default(Secret value)
    {
        if (value.StringData.IsEmpty) return value;
        var data = value.Data;
        foreach (var (key, text) in value.StringData) data = data.SetItem(key, Bytes.Adopt(System.Text.Encoding.UTF8.GetBytes(text)));
        return value with { Data = data, StringData = default };
    }

    /// <summary>A type left out stays what it was.</summary>
    public override Secret PrepareForUpdate(Secret value, Secret old, WriteContext context) =>
        value.Type.Length == 0 ? value with { Type = old.Type } : value;

    public override void Validate(Secret value, FieldErrorList errors) => SecretRules.Check(value, errors);

    public override void ValidateUpdate(Secret value, Secret old, FieldErrorList errors)
    {
        if (old.Immutable == true) SecretRules.CheckUnchanged(value, old, errors);
        SecretRules.Check(value, errors);
    }

    public override void WarnOnCreate(Secret value, ICollection<string> warnings) => Warn(value, warnings);

    public override void WarnOnUpdate(Secret value, Secret old, ICollection<string> warnings) => Warn(value, warnings);

    public override string? SelectableField(Secret value, string field) => field == "type" ? value.Type : null;

    private static void Warn(Secret value, ICollection<string> warnings)
    {
        if (value.Type != SecretRules.Tls) return;
        var problem = KeyPairCheck.Problem(
            value.Data.GetValueOrDefault(SecretRules.TlsCertificate).Span, value.Data.GetValueOrDefault(SecretRules.TlsPrivateKey).Span);
        if (problem is not null) warnings.Add(problem);
    }
}

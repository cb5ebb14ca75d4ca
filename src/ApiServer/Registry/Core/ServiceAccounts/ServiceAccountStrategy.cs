using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Core.ServiceAccounts;

/// <summary>ServiceAccounts. Upstream: <c>pkg/registry/core/serviceaccount/strategy.go</c>.</summary>
public sealed class ServiceAccountStrategy : Strategy<ServiceAccount>
{
    private const string EnforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets";

    public override ServiceAccount PrepareForCreate(ServiceAccount value, WriteContext context) => WithNamesOnly(value);

    public override ServiceAccount PrepareForUpdate(ServiceAccount value, ServiceAccount old, WriteContext context) => WithNamesOnly(value);

    public override void WarnOnCreate(ServiceAccount value, ICollection<string> warnings)
    {
        if (value.Metadata.Annotations.ContainsKey(EnforceMountableSecrets))
            warnings.Add(
                $"metadata.annotations[{EnforceMountableSecrets}]: deprecated in v1.32+; "
                + "prefer separate namespaces to isolate access to mounted secrets");
    }

    public override void WarnOnUpdate(ServiceAccount value, ServiceAccount old, ICollection<string> warnings)
    {
        if (!old.Metadata.Annotations.ContainsKey(EnforceMountableSecrets)) WarnOnCreate(value, warnings);
    }

    /// <summary>Of a reference to a Secret only the name counts.</summary>
    private static ServiceAccount WithNamesOnly(ServiceAccount value) => value.Secrets.IsEmpty
        ? value
        : value with { Secrets = value.Secrets.Select(secret => new ObjectReference { Name = secret.Name }).ToListOf() };
}

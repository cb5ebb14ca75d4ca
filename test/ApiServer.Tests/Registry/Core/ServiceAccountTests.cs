using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.ServiceAccounts;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ServiceAccountTests
{
    private static readonly PatchedKind<ServiceAccount> s_kind = new(
        new ServiceAccountStrategy(), """{"metadata":{"name":"robot"},"secrets":[{"name":"a","namespace":"other","uid":"1"}]}""");

    [Fact]
    public void Prepare_Secrets_AreNamesOnly()
    {
        var context = PatchedKind<ServiceAccount>.Context;
        Assert.Equal(new() { Name = "a" }, s_kind.Strategy.PrepareForCreate(s_kind.With(), context).Secrets[0]);
        Assert.Equal(new() { Name = "a" }, s_kind.Strategy.PrepareForUpdate(s_kind.With(), s_kind.With(), context).Secrets[0]);
    }

    [Fact]
    public void Warn_EnforceMountableSecrets_OnceOnly()
    {
        var annotated = s_kind.With("{'metadata':{'annotations':{'kubernetes.io/enforce-mountable-secrets':'true'}}}");
        var warnings = new List<string>();
        s_kind.Strategy.WarnOnUpdate(annotated, s_kind.With(), warnings);
        Assert.StartsWith("metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated", Assert.Single(warnings));
        s_kind.Strategy.WarnOnUpdate(annotated, annotated, warnings);
        Assert.Single(warnings);
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.RootAuthority;

/// <summary>Writes the ConfigMap of one namespace.</summary>
/// <param name="client">Creates and updates ConfigMaps.</param>
/// <param name="maps">The ConfigMaps there are.</param>
/// <param name="authorityPem">The certificates.</param>
public sealed class RootAuthorityReconciler(IClient client, ILister<ConfigMap> maps, string authorityPem) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        var there = maps.Find(new(key.Name, RootAuthorityPlan.MapName));
        if (RootAuthorityPlan.For(key.Name, there, authorityPem) is not { } wanted) return Reconciled.Done;
        if (there is not null) return Reconciled.Of(await client.UpdateAsync(wanted, cancel));
        var created = await client.CreateAsync(wanted, cancel);
        return created.Error is { IsNotFound: true } || created.Error?.HasCause(TerminatingNamespace.Cause) == true
            ? Reconciled.Done
            : Reconciled.Of(created);
    }
}

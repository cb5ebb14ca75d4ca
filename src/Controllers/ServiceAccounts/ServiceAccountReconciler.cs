using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.ServiceAccounts;

/// <summary>Creates what <see cref="ServiceAccountPlan"/> finds missing in a namespace.</summary>
public sealed class ServiceAccountReconciler(IClient client, ILister<Namespace> namespaces, ILister<ServiceAccount> accounts) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (namespaces.Find(key) is not { } owner) return Reconciled.Done;
        foreach (var account in ServiceAccountPlan.Missing(owner, accounts.List(owner.Metadata.Name)))
        {
            var created = await client.CreateAsync(account, cancel);
            if (created.Error is { } error && !error.IsAlreadyExists && !error.HasCause(TerminatingNamespace.Cause)) return Reconciled.Failed(error);
        }

        return Reconciled.Done;
    }
}

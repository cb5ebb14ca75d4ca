using Kybernet.Api.Rbac.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.ClusterRoles;

/// <summary>Applies the aggregated rules of one role.</summary>
public sealed class ClusterRoleReconciler(IClient client, ILister<ClusterRole> roles) : IReconciler
{
    private const string FieldManager = "clusterrole-aggregation-controller";

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (roles.Find(key) is not { AggregationRule: { } aggregation } role) return Reconciled.Done;
        if (!ClusterRolePlan.TryAggregate(role.Metadata.Name, aggregation, roles.List(), out var rules, out var error))
            return Reconciled.Failed(ApiError.InternalError(error));
        if (rules.AsSpan().SequenceEqual(role.Rules.AsSpan())) return Reconciled.Done;
        var wanted = new ClusterRole { Metadata = new() { Name = role.Metadata.Name }, Rules = rules };
        return Reconciled.Of(await client.ApplyAsync(wanted, FieldManager, force: true, cancel));
    }
}

using Kybernet.Api.Rbac.V1;
using Kybernet.Client;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.ClusterRoles;

/// <summary>Fills ClusterRoles that aggregate others (<c>admin</c>, <c>edit</c>, <c>view</c>).</summary>
/// <remarks>
/// Upstream: pkg/controller/clusterroleaggregation. Which roles a change concerns is not known, and there are few: each change looks at all.
/// </remarks>
public static class ClusterRoleController
{
    public const string Name = "clusterrole-aggregation-controller";
    public const string Identity = "clusterrole-aggregation-controller";

    public static Controller Create(ControllerContext context)
    {
        var roles = context.Informers.Of<ClusterRole>();
        return new Controller(Name, new ClusterRoleReconciler(context.ClientOf(Identity), roles), context)
            .On(roles, _ => [.. roles.List().Where(static role => role.AggregationRule is not null).Select(static role => role.Key)]);
    }
}

using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.ServiceAccounts;

/// <summary>The service accounts a namespace lacks.</summary>
public static class ServiceAccountPlan
{
    /// <summary>Upstream's list of accounts to ensure has this one.</summary>
    public const string DefaultAccount = "default";

    /// <param name="owner">The namespace. Nothing is created in one that is not active.</param>
    /// <param name="present">Its accounts.</param>
    public static IReadOnlyList<ServiceAccount> Missing(Namespace owner, IReadOnlyList<ServiceAccount> present) =>
        owner.Status.Phase != NamespacePhase.Active || present.Any(static account => account.Metadata.Name == DefaultAccount)
            ? []
            : [new ServiceAccount { Metadata = new() { Name = DefaultAccount, Namespace = owner.Metadata.Name } }];
}

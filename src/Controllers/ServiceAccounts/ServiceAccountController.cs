using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.ServiceAccounts;

/// <summary>Keeps a <c>default</c> service account in every namespace. Keys are namespaces.</summary>
/// <remarks>Upstream: pkg/controller/serviceaccount, ServiceAccountsController.</remarks>
public static class ServiceAccountController
{
    public const string Name = "serviceaccount-controller";
    public const string Identity = "service-account-controller";

    public static Controller Create(ControllerContext context)
    {
        var namespaces = context.Informers.Of<Namespace>();
        var accounts = context.Informers.Of<ServiceAccount>();
        return new Controller(Name, new ServiceAccountReconciler(context.ClientOf(Identity), namespaces, accounts), context) { Workers = 1 }
            .On(namespaces, static change => change.New is null ? [] : [new(change.New.Metadata.Name)])
            .On(accounts, static change => change.New is null ? [new(change.Any.Metadata.Namespace)] : []);
    }
}

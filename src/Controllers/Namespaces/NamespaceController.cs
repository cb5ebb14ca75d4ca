using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.WorkQueues;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, and then lets them go.</summary>
/// <remarks>Upstream: pkg/controller/namespace.</remarks>
public static class NamespaceController
{
    public const string Name = "namespace-controller";
    public const string Identity = "namespace-controller";

    // Upstream: nsControllerRateLimiter. A namespace is looked at again every minute at least.
    private static readonly WorkQueueOptions s_backOff = WorkQueueOptions.Default with { LongestBackOff = TimeSpan.FromSeconds(60) };

    public static Controller Create(ControllerContext context)
    {
        var namespaces = context.Informers.Of<Namespace>();
        var client = context.ClientOf(Identity);
        var reconciler = new NamespaceReconciler(client, namespaces, new(client, context.Discovery, context.Time), context);
        return new Controller(Name, reconciler, context, s_backOff) { Workers = 10 }
            .On(namespaces, static change => change.New?.Metadata.DeletionTimestamp is null ? [] : [change.New.Key]);
    }
}

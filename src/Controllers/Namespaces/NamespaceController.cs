using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
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
        var pods = context.Informers.Of<Pod>();
        var podsOf = pods.AddIndex("namespace", static pod => [pod.Metadata.Namespace]);
        var client = context.ClientOf(Identity);
        var reconciler = new NamespaceReconciler(client, namespaces, new(client, context.Discovery, context.Time), context);
        return new Controller(Name, reconciler, context, s_backOff) { Workers = 10 }
            .On(namespaces, static change => change.New?.Metadata.DeletionTimestamp is null ? [] : [change.New.Key])
            // Upstream only looks again after half of the pods' grace.
            .On(pods, change => IsLastOfTerminating(change, namespaces, podsOf) ? [new(change.Any.Metadata.Namespace)] : []);
    }

    /// <summary>The rest of the namespace waits for its last pod.</summary>
    private static bool IsLastOfTerminating(ObjectChange<Pod> change, IInformer<Namespace> namespaces, IObjectIndex<Pod> podsOf)
    {
        if (change.New is not null) return false;
        var name = change.Any.Metadata.Namespace;
        return namespaces.Find(new(name))?.Metadata.DeletionTimestamp is not null && podsOf.Find(name).Count == 0;
    }
}

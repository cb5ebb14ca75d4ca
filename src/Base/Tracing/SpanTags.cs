namespace Kybernet.Base.Tracing;

/// <summary>The names of what spans tell beside their own name and times. By them a walk is put together: see <see cref="Walk"/>.</summary>
public static class SpanTags
{
    /// <summary>The kind of the object a span is about.</summary>
    public const string Kind = "k8s.object.kind";

    /// <summary><c>namespace/name</c> of the object.</summary>
    public const string Name = "k8s.object.name";

    public const string Uid = "k8s.object.uid";

    /// <summary>The resource version this span wrote; at most one span has it for an object.</summary>
    public const string Written = "k8s.object.written";

    /// <summary>The resource version of the object that this span works on: what it follows from.</summary>
    public const string Seen = "k8s.object.seen";

    /// <summary>A queue of keys: the name of its controller.</summary>
    public const string Queue = "k8s.queue";

    /// <summary>The key that this span put into the queue.</summary>
    public const string Queued = "k8s.queue.added";

    /// <summary>The keys of the queue that this span works on, apart by spaces.</summary>
    public const string Keys = "k8s.queue.taken";

    /// <summary>Who sent the request.</summary>
    public const string User = "k8s.user";

    /// <summary>The verb of a request.</summary>
    public const string Verb = "k8s.verb";

    /// <summary>What a span did to the world beside the store: a container started, rules loaded.</summary>
    public const string Effect = "k8s.effect";

    /// <summary><c>True</c> or <c>False</c>: the readiness of the pod that this span told the API server; the phase when it is over.</summary>
    public const string Ready = "k8s.pod.ready";
}

namespace Kybernet.Controllers.Runtime;

/// <summary>A controller as the service runs it: <see cref="Controller"/> for those with keys, others for those that sweep (PodGC).</summary>
public interface IControllerLoop
{
    /// <summary>Upstream's name: <c>deployment-controller</c>.</summary>
    string Name { get; }

    /// <summary>Works until <paramref name="cancel"/>.</summary>
    Task RunAsync(CancellationToken cancel);
}

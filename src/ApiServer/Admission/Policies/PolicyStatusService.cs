using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>
/// Says in the status of validating policies which generation was looked at, and what in it cannot be right.
/// Upstream: <c>pkg/controller/validatingadmissionpolicystatus</c>.
/// </summary>
/// <remarks>Without policies it only waits. It is here and not among the controllers because the language is.</remarks>
internal sealed class PolicyStatusService : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Resource _policies;
    private readonly PolicyTypeCheck _check;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public PolicyStatusService(ResourceRegistry registry, TimeProvider time, ILoggerFactory loggers)
    {
        _policies = registry.FindKind(ValidatingAdmissionPolicy.Gvk);
        _check = new(registry.Find, kind => registry.Resources.FirstOrDefault(resource => resource.Info.Kind == kind), info => SchemaOf(registry, info));
        _time = time;
        _log = loggers.CreateLogger<PolicyStatusService>();
    }

    private static JSONSchemaProps? SchemaOf(ResourceRegistry registry, ResourceInfo info) => registry.Custom.Definitions
        .Select(static served => served.Definition)
        .Where(definition => definition.Spec.Group == info.Resource.Group && definition.Status.AcceptedNames.Plural == info.Resource.Resource)
        .SelectMany(static definition => definition.Spec.Versions)
        .FirstOrDefault(version => version.Name == info.Resource.Version)?.Schema?.OpenAPIV3Schema;

    /// <summary>After the feed has started.</summary>
    public void Start() => _loop = FollowAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        await Task.Yield();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var changed = _policies.Cache.NextChange;
                var isDone = await SyncAsync(cancel);
                if (isDone) await changed.WaitAsync(cancel);
                else await Task.Delay(RetryDelay, _time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                PolicyLog.NotChecked(_log, e);
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
            }
        }
    }

    /// <summary>False when one could not be written. One that somebody else changed in between comes again by itself.</summary>
    private async Task<bool> SyncAsync(CancellationToken cancel)
    {
        var isDone = true;
        foreach (var stored in _policies.Cache.Snapshot.Objects.All)
        {
            var policy = (ValidatingAdmissionPolicy)stored.Value;
            if (policy.Status.ObservedGeneration == policy.Metadata.Generation) continue;
            var status = policy.Status with
            {
                ObservedGeneration = policy.Metadata.Generation,
                TypeChecking = new() { ExpressionWarnings = _check.Check(policy.Spec) },
            };
            var written = await ObjectUpdater.WriteAsync(_policies, policy with { Status = status }, stored, cancel);
            isDone &= written.IsOk;
        }

        return isDone;
    }
}

using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl.Levels;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.FlowControl;

/// <summary>
/// Keeps the configuration as the API's objects say, says on each flow schema whether its level exists, and lets levels lend seats every ten
/// seconds. Upstream: <c>apf_controller.go</c>.
/// </summary>
internal sealed class FlowControlFollower(FlowController controller, ResourceRegistry registry, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const string Dangling = "Dangling";

    // Upstream: at most six writes a minute to one schema, in case two servers disagree.
    private const int MaxWritesAPeriod = 1;

    private readonly Resource _schemas = registry.FindKind(FlowSchema.Gvk);
    private readonly Resource _levels = registry.FindKind(PriorityLevelConfiguration.Gvk);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;

    /// <summary>Takes in what is there; then follows.</summary>
    public void Start()
    {
        Digest();
        _loop = FollowAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        foreach (var level in controller.Configuration.Levels) level.Set.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        try
        {
            var period = Task.Delay(SeatBorrowing.Period, time, cancel);
            Task changed = Task.CompletedTask;
            while (true)
            {
                if (changed.IsCompleted) changed = Task.WhenAny(_schemas.Cache.NextChange, _levels.Cache.NextChange);
                Digest();
                await SayWhatDanglesAsync(cancel);
                await Task.WhenAny(changed, period);
                cancel.ThrowIfCancellationRequested();
                if (!period.IsCompleted) continue;
                // A digest adjusts the limits as well, and drops the levels that have gone quiet.
                _written.Clear();
                period = Task.Delay(SeatBorrowing.Period, time, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Digest() => controller.Configure(All<FlowSchema>(_schemas), All<PriorityLevelConfiguration>(_levels));

    private async Task SayWhatDanglesAsync(CancellationToken cancel)
    {
        var levels = All<PriorityLevelConfiguration>(_levels).Select(static level => level.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var schema in All<FlowSchema>(_schemas))
        {
            var name = schema.Metadata.Name;
            var condition = ConditionOf(schema, levels.Contains(schema.Spec.PriorityLevelConfiguration.Name));
            if (IsSaid(schema, condition) || _written.GetValueOrDefault(name) > MaxWritesAPeriod) continue;
            _written[name] = _written.GetValueOrDefault(name) + 1;
            var request = new WriteRequest
            {
                User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
                Namespace = "",
                Name = name,
                Subresource = "status",
                FieldManager = "api-priority-and-fairness-config-consumer-v1",
            };
            var done = await ObjectUpdater.UpdateAsync(
                _schemas, _schemas.Doors["status"], request, null, (current, _) => new(Outcome<IObject>.Ok(With((FlowSchema)current!, condition))),
                mayCreate: false, cancel);
            if (!done.IsOk && done.Error.Code != 404) FlowControlLog.StatusNotWritten(log, name, done.Error.Message);
        }
    }

    private FlowSchemaCondition ConditionOf(FlowSchema schema, bool exists)
    {
        var level = schema.Spec.PriorityLevelConfiguration.Name;
        var end = exists ? "and it exists" : "but there is no such object";
        return new()
        {
            Type = Dangling,
            Status = exists ? "False" : "True",
            LastTransitionTime = Time.From(time.GetUtcNow()),
            Reason = exists ? "Found" : "NotFound",
            Message = $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" {end}",
        };
    }

    private static bool IsSaid(FlowSchema schema, FlowSchemaCondition condition) => schema.Status.Conditions.Any(said =>
        said.Type == Dangling && said.Status == condition.Status && said.Reason == condition.Reason && said.Message == condition.Message);

    // The cache that was asked may be behind: what is said already stays as it is.
    private static FlowSchema With(FlowSchema schema, FlowSchemaCondition condition) => IsSaid(schema, condition) ? schema : schema with
    {
        Status = schema.Status with { Conditions = [.. schema.Status.Conditions.Where(static other => other.Type != Dangling), condition] },
    };

    private static List<T> All<T>(Resource resource)
        where T : class => [.. resource.Cache.Snapshot.Objects.Under("").Select(static stored => (T)(object)stored.Value)];
}

using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl.Levels;
using Kybernet.ApiServer.Registry.FlowControl;

namespace Kybernet.ApiServer.FlowControl.Matching;

/// <summary>Makes a configuration of the API's objects. Levels that stay keep their queues. Upstream: <c>apf_controller.go</c>, <c>cfgMeal</c>.</summary>
public sealed class ConfigurationDigest(int serverSeats, TimeProvider time, FlowControlMetrics metrics)
{
    public FlowConfiguration Digest(
        FlowConfiguration? before, IReadOnlyCollection<FlowSchema> schemas, IReadOnlyCollection<PriorityLevelConfiguration> configurations)
    {
        Dictionary<string, PriorityLevel> levels = new(StringComparer.Ordinal);
        foreach (var configuration in configurations.Where(IsSound)) Keep(levels, before, configuration);
        List<FlowPath> paths = [];
        foreach (var schema in schemas
            .OrderBy(static schema => schema.Spec.MatchingPrecedence)
            .ThenBy(static schema => schema.Metadata.Name, StringComparer.Ordinal))
            if (levels.TryGetValue(schema.Spec.PriorityLevelConfiguration.Name, out var level)) paths.Add(new(schema, level));

        // What must be there is, also while its object is not.
        foreach (var mandatory in (ReadOnlySpan<PriorityLevelConfiguration>)[MandatoryObjects.ExemptLevel, MandatoryObjects.CatchAllLevel])
            if (!levels.ContainsKey(mandatory.Metadata.Name)) Keep(levels, before, mandatory);
        if (!Has(paths, MandatoryObjects.Exempt)) paths.Insert(0, new(MandatoryObjects.ExemptSchema, levels[MandatoryObjects.Exempt]));
        if (!Has(paths, MandatoryObjects.CatchAll)) paths.Add(new(MandatoryObjects.CatchAllSchema, levels[MandatoryObjects.CatchAll]));

        foreach (var old in before?.Levels ?? [])
        {
            if (levels.ContainsKey(old.Name) || old.Set.IsIdle) continue;
            old.IsQuiescing = true;
            levels.Add(old.Name, old);
        }

        var shares = levels.Values.Sum(static level => (double)level.Shares);
        foreach (var level in levels.Values) level.Share(serverSeats, shares);
        metrics.FairFraction = SeatBorrowing.Adjust(levels.Values);
        return new([.. paths], [.. levels.Values.OrderBy(static level => level.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Types and names agree; what does not is treated as if it were not there.</summary>
    private static bool IsSound(PriorityLevelConfiguration level)
    {
        var (spec, isExempt) = (level.Spec, level.Spec.Type == "Exempt");
        if (isExempt != (spec.Exempt is not null) || isExempt != (level.Metadata.Name == MandatoryObjects.Exempt)) return false;
        if (isExempt) return true;
        if (spec.Limited is not { } limited) return false;
        var queuing = limited.LimitResponse.Queuing;
        if ((limited.LimitResponse.Type == "Reject") != (queuing is null)) return false;
        return queuing is null or { Queues: > 0, HandSize: > 0, QueueLengthLimit: > 0 } && (queuing is null || queuing.HandSize <= queuing.Queues);
    }

    private static bool Has(List<FlowPath> paths, string name) => paths.Exists(path => path.Schema.Metadata.Name == name);

    private void Keep(Dictionary<string, PriorityLevel> levels, FlowConfiguration? before, PriorityLevelConfiguration configuration)
    {
        var name = configuration.Metadata.Name;
        var level = before?.Levels.FirstOrDefault(old => old.Name == name) ?? new PriorityLevel(configuration, time, metrics);
        (level.Configuration, level.IsQuiescing) = (configuration, false);
        levels[name] = level;
    }
}

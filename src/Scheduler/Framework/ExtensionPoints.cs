namespace Kybernet.Scheduler.Framework;

/// <summary>The plugins of a profile by extension point, each in its order.</summary>
public sealed record ExtensionPoints(IQueueSortPlugin QueueSort)
{
    public IPreEnqueuePlugin[] PreEnqueue { get; init; } = [];

    public IPreFilterPlugin[] PreFilter { get; init; } = [];

    public IFilterPlugin[] Filter { get; init; } = [];

    public IPostFilterPlugin[] PostFilter { get; init; } = [];

    public IPreScorePlugin[] PreScore { get; init; } = [];

    public (IScorePlugin Plugin, long Weight)[] Score { get; init; } = [];

    public IReservePlugin[] Reserve { get; init; } = [];

    public IPermitPlugin[] Permit { get; init; } = [];

    public IPreBindPlugin[] PreBind { get; init; } = [];

    public IBindPlugin[] Bind { get; init; } = [];

    public IPostBindPlugin[] PostBind { get; init; } = [];

    /// <summary>Each plugin once.</summary>
    public IEnumerable<IPlugin> All =>
        new IEnumerable<IPlugin>[]
        {
            [QueueSort], PreEnqueue, PreFilter, Filter, PostFilter, PreScore, Score.Select(score => score.Plugin), Reserve, Permit, PreBind, Bind, PostBind,
        }.SelectMany(plugins => plugins).Distinct();
}

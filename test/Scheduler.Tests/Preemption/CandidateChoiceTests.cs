using Kybernet.Machinery.Values;
using Kybernet.Scheduler.Preemption;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Preemption;

/// <summary>Facts: upstream's <c>TestPickOneNodeForPreemption</c>.</summary>
public sealed class CandidateChoiceTests
{
    private static readonly PodImportance s_importance = new(Time.Parse("2026-01-01T12:00:00Z"));

    /// <summary>A node is <c>violations: priority@hour priority@hour …</c>; pods without an hour have not started.</summary>
    [Theory]
    [InlineData(1, "1: 0", "0: 9 9 9")] // the fewest violated budgets
    [InlineData(0, "0: 5 5 5", "0: 9")] // the lowest highest priority
    [InlineData(1, "0: 9 5", "0: 9 1")] // the smallest sum of priorities
    [InlineData(1, "0: -5 -5", "0: -5")] // one more victim of a negative priority is more
    [InlineData(1, "0: 9 9 0", "0: 9 9")] // a pod of priority 0 counts too
    [InlineData(1, "0: 9@3 9@9", "0: 9@5 9@6")] // the latest of the earliest starts
    [InlineData(1, "0: 9@3 1@9", "0: 9@5 1@1")] // those of lower priority do not count
    [InlineData(1, "0: 9@5", "0: 9")] // not started yet
    [InlineData(0, "0: 9@5", "0: 9@5")] // the first
    public void Best_OfTwo_IsByUpstreamsCriteria(int expected, params string[] nodes)
    {
        var candidates = nodes.Select((node, i) => Read($"{i}", node)).ToArray();

        Assert.Equal($"{expected}", CandidateChoice.Best(candidates, s_importance).Node);
    }

    [Fact]
    public void Importance_OfPods_IsPriorityThenAge()
    {
        var pods = Read("n", "0: 1@1 9 9@5 9@2 -1@0").Victims;

        Assert.Equal(["9@2", "9@5", "9", "1@1", "-1@0"], pods.Order(s_importance).Select(pod => pod.Key.Name));
    }

    private static Candidate Read(string name, string text)
    {
        var parts = text.Split(' ');
        return new(name, [.. parts[1..].Select(ReadPod)], int.Parse(parts[0].TrimEnd(':'), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static PodInfo ReadPod(string text)
    {
        var parts = text.Split('@');
        var pod = Given.Pod(text, $"{{priority: {parts[0]}, containers: [{{name: a}}]}}");
        var start = parts.Length > 1 ? Time.Parse($"2026-01-01T0{parts[1]}:00:00Z") : default(Time?);
        return PodInfo.Of(pod with { Status = pod.Status with { StartTime = start } }, new());
    }
}

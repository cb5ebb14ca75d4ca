namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>What a priority level does with requests it has no seats for.</summary>
/// <param name="Queues">How many queues; 0 refuses at once.</param>
/// <param name="HandSize">How many of the queues a flow may use.</param>
/// <param name="QueueLengthLimit">How many requests wait in one queue at most.</param>
/// <param name="IsExempt">There are always seats.</param>
public readonly record struct QueuingRules(int Queues, int HandSize = 1, int QueueLengthLimit = 1, bool IsExempt = false)
{
    public static QueuingRules Exempt { get; } = new(0, IsExempt: true);
}

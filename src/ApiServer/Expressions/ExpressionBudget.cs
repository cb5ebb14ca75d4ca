using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>
/// What evaluations may cost: a unit for each part that is looked at, over all turns of macros, and one for ten characters or an item of what a
/// function is given. Upstream: <c>PerCallLimit</c>, <c>RuntimeCELCostBudget</c>; cel-go's cost of a part is close to this one.
/// </summary>
/// <param name="total">For all evaluations that draw on it.</param>
internal sealed class ExpressionBudget(long total = ExpressionBudget.PerCall)
{
    public const long PerCall = 1_000_000;
    public const long PerObject = 10_000_000;
    public const string Exceeded = "operation cancelled: actual cost limit exceeded";

    private const int CharactersForOne = 10;
    private long _left = total;
    private long _leftOfCall = Math.Min(PerCall, total);

    public bool IsSpent => _left <= 0;

    /// <summary>The next evaluation has its own limit, within what is left.</summary>
    public void Begin() => _leftOfCall = Math.Min(PerCall, _left);

    /// <summary>Whether there was enough.</summary>
    public bool Spend(long cost)
    {
        _left -= cost;
        return (_leftOfCall -= cost) >= 0;
    }

    public static long CostOf(ReadOnlySpan<JsonValue> arguments)
    {
        long cost = 0;
        foreach (var argument in arguments)
            cost += ((argument.AsString()?.Length ?? 0) / CharactersForOne) + argument.Items.Count + argument.Members.Count;
        return cost;
    }
}

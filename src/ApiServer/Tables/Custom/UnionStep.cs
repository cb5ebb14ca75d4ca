using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary><c>[0,2]</c>, <c>['a','b']</c>: what each of several paths leads to.</summary>
internal sealed class UnionStep(IReadOnlyList<JsonQuery> paths) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values)
    {
        var found = new List<JsonValue>();
        foreach (var path in paths)
        {
            foreach (var value in values)
            {
                if (path.Find(value) is not { } part) return null;
                found.AddRange(part);
            }
        }

        return found;
    }
}

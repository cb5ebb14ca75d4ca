using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Limits;

/// <summary>Arithmetic of amounts by the names of resources. Upstream: <c>pkg/quota/v1/resources.go</c>.</summary>
internal static class Amounts
{
    public static MapOf<Quantity> Add(MapOf<Quantity> left, MapOf<Quantity> right)
    {
        foreach (var (name, amount) in right) left = left.SetItem(name, left.TryGetValue(name, out var before) ? before + amount : amount);
        return left;
    }

    /// <summary>The greater of both.</summary>
    public static MapOf<Quantity> Max(MapOf<Quantity> left, MapOf<Quantity> right)
    {
        foreach (var (name, amount) in right)
            if (!left.TryGetValue(name, out var before) || amount > before) left = left.SetItem(name, amount);
        return left;
    }

    /// <summary>What is left after taking away; never less than nothing.</summary>
    public static MapOf<Quantity> SubtractToZero(MapOf<Quantity> left, MapOf<Quantity> right)
    {
        foreach (var (name, amount) in right)
        {
            if (!left.TryGetValue(name, out var before)) continue;
            var rest = before - amount;
            left = left.SetItem(name, rest.Sign < 0 ? default(Quantity).WithFormat(before.Format) : rest);
        }

        return left;
    }

    /// <summary>The entries with one of the names.</summary>
    public static MapOf<Quantity> Only(MapOf<Quantity> amounts, Func<string, bool> wanted)
    {
        foreach (var (name, _) in amounts)
            if (!wanted(name)) return amounts.Where(entry => wanted(entry.Key)).ToMapOf();
        return amounts;
    }

    /// <summary>Sorted, as messages show them: <c>cpu=1,memory=2Gi</c>.</summary>
    public static string Text(MapOf<Quantity> amounts) => string.Join(',', amounts.Select(static entry => $"{entry.Key}={entry.Value}"));
}

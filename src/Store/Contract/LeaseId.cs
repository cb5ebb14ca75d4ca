using System.Globalization;

namespace Kybernet.Store;

/// <summary>The id of a lease; zero is "no lease".</summary>
public readonly record struct LeaseId(long Value)
{
    public static LeaseId None => default;

    public bool IsNone => Value == 0;

    /// <summary>As etcdctl prints it: hexadecimal, without leading zeros.</summary>
    public override string ToString() => Value.ToString("x", CultureInfo.InvariantCulture);
}

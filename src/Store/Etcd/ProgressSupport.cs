namespace Kybernet.Store.Etcd;

/// <summary>Which members' progress marks can be trusted.</summary>
/// <remarks>
/// Before 3.4.31 and 3.5.13 a mark that was asked for could overtake events. kube-apiserver
/// draws the line at the same versions (storage/feature/feature_support_checker.go).
/// </remarks>
internal static class ProgressSupport
{
    private static readonly Version FirstOf34 = new(3, 4, 31);
    private static readonly Version FirstOf35 = new(3, 5, 13);

    /// <summary>Whether marks of an etcd of this version, as its status tells it, never run ahead of events.</summary>
    public static bool MarksInOrder(string version)
    {
        var suffix = version.AsSpan().IndexOfAny('-', '+');
        if (!Version.TryParse(suffix < 0 ? version : version[..suffix], out var parsed)) return false;
        return parsed >= FirstOf35 || (parsed.Major == 3 && parsed.Minor == 4 && parsed >= FirstOf34);
    }
}

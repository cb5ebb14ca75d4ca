using System.Text;

namespace Kybernet.Client;

/// <summary>The kinds of patch but for apply, which has calls of its own.</summary>
public enum PatchKind
{
    Json,
    Merge,
    StrategicMerge,
}

/// <summary>A change of an object as JSON.</summary>
/// <param name="Kind">How <paramref name="Json"/> is read.</param>
/// <param name="Json">UTF-8.</param>
public sealed record ObjectPatch(PatchKind Kind, ReadOnlyMemory<byte> Json)
{
    public static ObjectPatch Merge(string json) => new(PatchKind.Merge, Encoding.UTF8.GetBytes(json));

    public static ObjectPatch StrategicMerge(string json) => new(PatchKind.StrategicMerge, Encoding.UTF8.GetBytes(json));

    public static ObjectPatch JsonPatch(string json) => new(PatchKind.Json, Encoding.UTF8.GetBytes(json));
}

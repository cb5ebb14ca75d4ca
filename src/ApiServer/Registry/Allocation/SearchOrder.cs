namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// The order in which offsets are tried when nobody names one: everything above the static band from a random start, wrapping
/// around, then the band likewise. Upstream: <c>allocateNextService</c>, <c>AllocationBitmap</c> with an offset.
/// </summary>
public static class SearchOrder
{
    /// <summary>Every offset once.</summary>
    /// <param name="size">The number of offsets.</param>
    /// <param name="staticBand">The number of offsets, from 0 on, to try last.</param>
    /// <param name="upperStart">Any number; where above the band to begin.</param>
    /// <param name="lowerStart">Any number; where in the band to begin.</param>
    public static IEnumerable<ulong> Offsets(ulong size, int staticBand, ulong upperStart, ulong lowerStart)
    {
        var band = ulong.Min((ulong)staticBand, size);
        foreach (var offset in Around(size - band, upperStart)) yield return band + offset;
        foreach (var offset in Around(band, lowerStart)) yield return offset;
    }

    private static IEnumerable<ulong> Around(ulong count, ulong start)
    {
        if (count == 0) yield break;
        start %= count;
        for (var i = start; i < count; i++) yield return i;
        for (ulong i = 0; i < start; i++) yield return i;
    }
}

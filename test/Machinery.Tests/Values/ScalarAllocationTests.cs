using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class ScalarAllocationTests
{
    /// <summary>Bytes allocated by a warmed-up run of <paramref name="action"/>.</summary>
    private static long Allocated(Action action)
    {
        action();
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void ParseAndFormat_TimesAndDurations_AllocateNothing()
    {
        var buffer = new byte[64];
        var done = true;
        var allocated = Allocated(() =>
        {
            done &= Time.TryParse("2024-02-29T12:34:56+09:00"u8, out var time) && time.TryFormat(buffer, out _);
            done &= MicroTime.TryParse("2024-02-29T12:34:56.123456Z"u8, out var micro) && micro.TryFormat(buffer, out _);
            done &= Duration.TryParse("1h30m0.5s"u8, out var duration) && duration.TryFormat(buffer, out _);
        });
        Assert.True(done);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Arithmetic_CommonQuantities_AllocatesNothing()
    {
        var (cpu, memory, large) = (Quantity.Parse("250m"), Quantity.Parse("1.5Gi"), Quantity.Parse("100Ti"));
        var matches = true;
        var allocated = Allocated(() =>
        {
            matches &= (cpu + cpu).MilliValue() == 500 && (memory - memory).IsZero && memory < large;
            matches &= (large + memory).Value() > large.Value() && (cpu * 4).RoundUp(0).AsInt64(out _);
        });
        Assert.True(matches);
        Assert.Equal(0, allocated);
    }
}

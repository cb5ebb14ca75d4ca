using System.Globalization;

namespace Kybernet.Store.Tests.Histories;

/// <summary>Random histories against the model. KYBERNET_HISTORIES sets how many, KYBERNET_HISTORY_SEED where to start.</summary>
public sealed class HistoryTests
{
    private const int Usual = 250;

    public static TheoryData<StoreBug> Bugs => [.. Enum.GetValues<StoreBug>()];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Histories_OfAStore_FitTheModel(bool embedded)
    {
        var first = Setting("KYBERNET_HISTORY_SEED", 1);
        var count = Setting("KYBERNET_HISTORIES", Usual * 2) / 2;
        for (var seed = first; seed < first + count; seed++) Check(new() { Seed = seed, Embedded = embedded });
    }

    [Fact]
    public void Make_SameSeed_MakesTheSameHistory()
    {
        var options = new HistoryOptions { Seed = 4711 };
        Assert.Equal(HistoryRun.Make(options).ToString(), HistoryRun.Make(options).ToString());
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Checker_StoreWithABug_FindsIt(StoreBug bug)
    {
        Assert.Contains(Enumerable.Range(1, 40), seed => HistoryChecker.Check(HistoryRun.Make(new()
        {
            Seed = seed,
            Embedded = false,
            Wrap = (store, random) => new BuggyStore(store, bug, random),
        })) is not null);
    }

    [Fact]
    public void Checker_DiskThatLiesAboutSync_FindsWhatACrashLoses()
    {
        Assert.Contains(Enumerable.Range(1, 40), seed => HistoryChecker.Check(HistoryRun.Make(new() { Seed = seed, LyingDisk = true })) is not null);
    }

    private static void Check(HistoryOptions options)
    {
        History history;
        try
        {
            history = HistoryRun.Make(options);
        }
        catch (Exception failed)
        {
            throw new InvalidOperationException($"history of seed {options.Seed}, embedded {options.Embedded}, did not finish", failed);
        }

        if (HistoryChecker.Check(history) is { } wrong)
            Assert.Fail($"seed {options.Seed}, embedded {options.Embedded}: {wrong}\n\n{history}");
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;
}

using Kybernet.Hosts.Kyb.Memory;

namespace Kybernet.Hosts.Tests.Memory;

public sealed class ProgramPagesTests
{
    [Theory]
    [InlineData("1000-3000 r-xp 00045000 fe:00 1311 /usr/bin/kyb", 0, 0, true)]
    [InlineData("1000-3000 r--p 00045000 fe:00 1311 /usr/bin/kyb", 0, 0, true)]
    [InlineData("1000-3000 r--p 00045000 fe:00 1311 /usr/bin/kyb", 4, 0, false)]
    [InlineData("1000-3000 r--p 00045000 fe:00 1311 /usr/bin/kyb", 0, 4, false)]
    [InlineData("1000-3000 rw-p 00045000 fe:00 1311 /usr/bin/kyb", 0, 0, false)]
    [InlineData("1000-3000 r--s 00045000 fe:00 1311 /usr/bin/kyb", 0, 0, false)]
    [InlineData("1000-3000 r--p 00000000 00:00 0 ", 0, 0, false)]
    [InlineData("1000-3000 r-xp 00000000 00:00 0 [vdso]", 0, 0, false)]
    [InlineData("1000-3000 r-xp 00000000 00:01 77 /memfd:e_sqlite3 (deleted)", 0, 0, false)]
    public void Unchanged_OneMapping_OnlyWhatTheFileHasToo(string head, int anonymous, int swapped, bool isGiven)
    {
        string[] lines = [head, "Size: 8 kB", "Rss: 8 kB", $"Anonymous: {anonymous} kB", $"Swap: {swapped} kB", "VmFlags: rd ex mr mw me sd"];
        (nint, nuint)[] expected = isGiven ? [(0x1000, 0x2000)] : [];

        Assert.Equal(expected, ProgramPages.Unchanged(lines));
    }

    [Fact]
    public void Unchanged_SeveralMappings_EachByItsOwnFigures()
    {
        string[] lines =
        [
            "1000-2000 r--p 0 fe:00 1 /bin/a", "Anonymous: 4 kB",
            "2000-3000 r-xp 0 fe:00 1 /bin/a", "Anonymous: 0 kB",
            "3000-4000 r--p 0 fe:00 1 /bin/a", "Anonymous: 0 kB",
        ];

        Assert.Equal([(0x2000, 0x1000), (0x3000, 0x1000)], ProgramPages.Unchanged(lines));
    }

    [Fact]
    public void Release_OwnProcess_GoesOn() => ProgramPages.Release();
}

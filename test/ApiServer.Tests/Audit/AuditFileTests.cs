using System.Text;
using Kybernet.ApiServer.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kybernet-audit-");
    private readonly FakeTimeProvider _clock = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Write_FileIsFull_GoesOnInANewOneAndKeepsTheNewestBackups()
    {
        var path = Path.Combine(_folder.FullName, "audit.log");
        await using (var file = AuditFile.Open(new(path) { MaxSizeMiB = 1, MaxBackups = 2 }, _clock, NullLogger.Instance))
        {
            for (var i = 0; i < 5; i++)
            {
                file.Write(Encoding.UTF8.GetBytes($"{i}" + new string('x', 700_000)));
                _clock.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.Equal(
            ["audit-2026-01-01T03-00-00.000.log", "audit-2026-01-01T04-00-00.000.log", "audit.log"],
            _folder.GetFiles().Select(static file => file.Name).Order(StringComparer.Ordinal));
        Assert.StartsWith("4", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_BackupIsOld_IsDeleted()
    {
        var path = Path.Combine(_folder.FullName, "audit.log");
        await using var file = AuditFile.Open(new(path) { MaxSizeMiB = 1, MaxAgeDays = 7 }, _clock, NullLogger.Instance);
        var line = Encoding.UTF8.GetBytes(new string('x', 700_000));
        file.Write(line);
        file.Write(line);
        _clock.Advance(TimeSpan.FromDays(8));

        file.Write(line);

        Assert.Equal(2, _folder.GetFiles().Length);
    }

    [Fact]
    public async Task Write_BatchedByManyThreads_KeepsEveryEventWholeAndEachFileWithinItsSize()
    {
        const int Threads = 8, EventsEach = 400, Length = 1_000;
        var path = Path.Combine(_folder.FullName, "audit.log");
        await using (var file = AuditFile.Open(new(path) { MaxSizeMiB = 1, IsBatched = true }, TimeProvider.System, NullLogger.Instance))
        {
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(async thread =>
            {
                await Task.Yield();
                for (var i = 0; i < EventsEach; i++) file.Write(Encoding.UTF8.GetBytes($"{thread}:{i}:".PadRight(Length, 'x')));
            }));
        }

        var lines = _folder.GetFiles().SelectMany(static one => File.ReadAllLines(one.FullName)).ToList();
        Assert.All(lines, static line => Assert.Equal(Length, line.Length));
        Assert.Equal(Threads * EventsEach, lines.Select(static line => line.TrimEnd('x')).Distinct().Count());
        Assert.Equal(Threads * EventsEach, lines.Count);
        Assert.All(_folder.GetFiles(), static one => Assert.InRange(one.Length, 1, 1 << 20));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

namespace Kybernet.Hosts.Tests.Snapshot;

public sealed class SnapshotCommandTests : IDisposable
{
    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Fact]
    public async Task Save_FromServerOrItsDirectory_IsTheSameFileAndRestores()
    {
        var listed = await FillAsync("data", "DIR/served.db");
        await _kyb.SucceedAsync("snapshot save DIR/stopped.db --data-dir DIR/data", Cancel);
        Assert.Equal(await File.ReadAllBytesAsync(_kyb.PathOf("served.db"), Cancel), await File.ReadAllBytesAsync(_kyb.PathOf("stopped.db"), Cancel));
        Assert.Contains("revision 4, 2 keys", await _kyb.SucceedAsync("snapshot restore DIR/served.db --data-dir DIR/again", Cancel), StringComparison.Ordinal);
        await using var again = await Served.StartAsync(_kyb, "again", Cancel);
        Assert.Equal(listed, await again.ListAsync(Cancel));
    }

    [Fact]
    public async Task Status_InThreeForms_IsEtcdctls()
    {
        await FillAsync("data", "DIR/one.db");
        var simple = (await _kyb.SucceedAsync("snapshot status DIR/one.db -w simple", Cancel)).Trim();
        Assert.Matches("^[0-9a-f]+, 4, 4, 57 kB$", simple);
        Assert.Matches("^{\"hash\":[0-9]+,\"revision\":4,\"totalKey\":4,\"totalSize\":57344}\n$",
            await _kyb.SucceedAsync("snapshot status DIR/one.db --write-out json", Cancel));
        var table = await _kyb.SucceedAsync("snapshot status DIR/one.db", Cancel);
        Assert.Contains("| REVISION | TOTAL KEYS | TOTAL SIZE |", table, StringComparison.Ordinal);
        Assert.Contains("|        4 |          4 |      57 kB |", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_DirectoryToServerToDirectory_KeepsKeysAndRefusesWhatIsNotEmpty()
    {
        await FillAsync("data", "DIR/one.db");
        await using (var target = await Served.StartAsync(_kyb, "target", Cancel))
        {
            var copy = $"snapshot copy --from DIR/data --to {target.Url}";
            Assert.Contains("Copied 2 keys and 0 leases of revision 4; compared key by key", await _kyb.SucceedAsync(copy, Cancel), StringComparison.Ordinal);
            Assert.Equal("a=2@2 b=3@2", await target.ListAsync(Cancel));
            Assert.Contains("the target holds 2 keys", await _kyb.FailAsync(copy, Cancel), StringComparison.Ordinal);
            await _kyb.SucceedAsync($"snapshot copy --from {target.Url} --to DIR/back", Cancel);
        }

        Assert.Contains("is not empty", await _kyb.FailAsync("snapshot copy --from DIR/data --to DIR/back", Cancel), StringComparison.Ordinal);
        await using var back = await Served.StartAsync(_kyb, "back", Cancel);
        Assert.Equal("a=2@2 b=3@2", await back.ListAsync(Cancel));
    }

    [Theory]
    [InlineData("snapshot save DIR/x --data-dir DIR/none", "there is no store in")]
    [InlineData("snapshot save DIR/x --endpoints http://127.0.0.1:1", "etcd did not answer")]
    [InlineData("snapshot save DIR/x --endpoints 127.0.0.1:1,127.0.0.1:2", "give one endpoint")]
    [InlineData("snapshot save DIR/x --cacert DIR/none", "--cacert: there is no file")]
    [InlineData("snapshot status DIR/none", "cannot be read")]
    [InlineData("snapshot restore DIR/none --data-dir DIR/data", "cannot be read")]
    [InlineData("snapshot copy --from DIR/none --to DIR/data", "there is no store in")]
    public async Task Commands_SourceMissing_SaySoAndLeaveNothing(string command, string expected)
    {
        Assert.Contains(expected, await _kyb.FailAsync(command, Cancel), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_kyb.Directory));
    }

    /// <summary>A store at revision 4 with two keys, a=2 and b=3; saves it while it is served, and stops it.</summary>
    private async Task<string> FillAsync(string dataDir, string snapshot)
    {
        await using var served = await Served.StartAsync(_kyb, dataDir, Cancel);
        await served.PutAsync("a", "1", Cancel);
        await served.PutAsync("a", "2", Cancel);
        await served.PutAsync("b", "3", Cancel);
        await _kyb.SucceedAsync($"snapshot save {snapshot} --endpoints {served.Url}", Cancel);
        return await served.ListAsync(Cancel);
    }
}

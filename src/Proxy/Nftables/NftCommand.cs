using Kybernet.Base.Processes;

namespace Kybernet.Proxy.Nftables;

/// <summary>The <c>nft</c> program.</summary>
internal sealed class NftCommand(HostCommand host)
{
    /// <returns>Empty when the transaction was applied, else what nft says of it: then nothing was.</returns>
    public async Task<string> ApplyAsync(NftTransaction transaction, CancellationToken cancel)
    {
        using var span = ProxyTrace.Load();
        var result = await host.RunAsync("nft", ["-f", "-"], transaction.ToString(), cancel);
        return result.IsOk ? "" : result.Error.Length > 0 ? result.Error.Trim() : $"nft ended with code {result.ExitCode}";
    }

    /// <summary>The names of the table's chains; none when there is no table.</summary>
    public Task<List<string>> ListChainsAsync(NftDialect dialect, CancellationToken cancel) =>
        ListAsync("chains", "chain", dialect, cancel);

    public Task<List<string>> ListSetsAsync(NftDialect dialect, CancellationToken cancel) => ListAsync("sets", "set", dialect, cancel);

    public async Task DeleteTableAsync(NftDialect dialect, CancellationToken cancel) =>
        await host.RunAsync("nft", ["delete", "table", dialect.Ip, NftNames.Table], "", cancel);

    private async Task<List<string>> ListAsync(string objects, string word, NftDialect dialect, CancellationToken cancel)
    {
        var names = new List<string>();
        var listed = await host.RunAsync("nft", ["-t", "list", objects, dialect.Ip], "", cancel);
        var isOurs = false;
        foreach (var line in listed.Output.Split('\n'))
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["table", _, var table, ..]) isOurs = table == NftNames.Table;
            else if (isOurs && words.Length > 1 && words[0] == word) names.Add(words[1]);
        }

        return names;
    }
}

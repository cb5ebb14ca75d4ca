using System.CommandLine;
using Kybernet.Store;
using Kybernet.Store.Embedded;
using Kybernet.Store.Etcd;
using Kybernet.Store.Snapshots;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary><c>kyb snapshot copy --from A --to B</c>: all keys of a store into an empty one; either is a directory or endpoints.</summary>
internal static class CopyCommand
{
    public static Command Create(TimeProvider time)
    {
        var from = new Option<string>(
            "--from")
        { Description = "The directory of a stopped 'kyb etcd', or URLs of an etcd with commas between.", Required = true };
        var to = new Option<string>(
            "--to")
        { Description = "The same, and empty. Into a directory revisions are kept; a server gives new ones.", Required = true };
        var client = new ClientFlags();
        var command = new Command("copy", "Copy all keys, values and leases into an empty store, then compare the two key by key.") { from, to };
        foreach (var option in client.All) command.Options.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(parsed, client, parsed.GetValue(from)!, parsed.GetValue(to)!, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ClientFlags client, string from, string to, TimeProvider time, CancellationToken cancel)
    {
        if (!(await OpenAsync(parsed, client, from, mustExist: true, time, cancel)).TryGet(out var source, out var unopened))
            return await SnapshotCommand.FailAsync(parsed, unopened);
        await using (source)
        {
            StoreResult<StoreCopyInfo> copied;
            if (IsDirectory(to))
            {
                copied = await StoreCopy.IntoDirectoryAsync(source, to, time, cancel);
            }
            else
            {
                if (!(await OpenAsync(parsed, client, to, mustExist: false, time, cancel)).TryGet(out var target, out var unreachable))
                    return await SnapshotCommand.FailAsync(parsed, unreachable);
                await using (target) copied = await StoreCopy.IntoStoreAsync(source, target, cancel);
            }

            if (!copied.TryGet(out var info, out var error)) return await SnapshotCommand.FailAsync(parsed, error);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Copied {info.Keys} keys and {info.Leases} leases of revision {info.From}; compared key by key; the target is at revision {info.To}");
            return 0;
        }
    }

    private static async Task<StoreResult<IStore>> OpenAsync(
        ParseResult parsed, ClientFlags client, string place, bool mustExist, TimeProvider time, CancellationToken cancel)
    {
        if (!IsDirectory(place))
            return client.Options(parsed, place, out var wrong) is { } options ? new EtcdStore(options, time) : new StoreError.Invalid(wrong!);
        if (mustExist && !EmbeddedStore.Exists(place)) return new StoreError.Invalid($"there is no store in {place}; endpoints begin with http:// or https://");
        return (await EmbeddedStore.OpenAsync(new() { Directory = place }, time, cancel)).TryGet(out var store, out var unopened) ? store : unopened;
    }

    private static bool IsDirectory(string place) => !place.Contains("://", StringComparison.Ordinal);
}

using System.CommandLine;
using Kybernet.Store;
using Kybernet.Store.Embedded;
using Kybernet.Store.Snapshots;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary><c>kyb snapshot save FILE</c>: of a running server, or of the directory of one that is stopped, in etcd's own form.</summary>
internal static class SaveCommand
{
    public static Command Create(TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; one that is there is replaced." };
        var endpoints = new Option<string>("--endpoints")
        {
            Description = "The server to ask: an etcd, or 'kyb etcd'.",
            DefaultValueFactory = _ => "127.0.0.1:2379",
        };
        var dataDir = new Option<string>("--data-dir") { Description = "The directory of a stopped 'kyb etcd', in place of a server." };
        var client = new ClientFlags();
        var command = new Command("save", "Save all keys at one revision in a file that this program and etcdctl can restore.") { file, endpoints, dataDir };
        foreach (var option in client.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            StoreResult<SnapshotInfo> saved;
            if (parsed.GetValue(dataDir) is { } directory)
            {
                saved = await SaveDirectoryAsync(directory, parsed.GetValue(file)!, time, cancel);
            }
            else
            {
                if (client.Options(parsed, parsed.GetValue(endpoints)!,
                    out var wrong) is not { } options) return await SnapshotCommand.FailAsync(parsed, wrong!);
                saved = await EtcdSnapshots.DownloadAsync(options, parsed.GetValue(file)!, cancel);
            }

            if (!saved.TryGet(out var info, out var error)) return await SnapshotCommand.FailAsync(parsed, error);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Snapshot saved at {parsed.GetValue(file)}: revision {info.Revision}, {info.Keys} keys");
            return 0;
        });
        return command;
    }

    private static async Task<StoreResult<SnapshotInfo>> SaveDirectoryAsync(string directory, string file, TimeProvider time, CancellationToken cancel)
    {
        if (!EmbeddedStore.Exists(directory)) return new StoreError.Invalid($"there is no store in {directory}");
        if (!(await EmbeddedStore.OpenAsync(new() { Directory = directory }, time, cancel)).TryGet(out var store, out var unopened))
        {
            return unopened is StoreError.Unavailable { Reason: UnavailableReason.Locked }
                ? new StoreError.Invalid($"the store in {directory} is being served: stop it, or ask its server with --endpoints")
                : unopened;
        }

        await using (store) return await EtcdSnapshots.SaveAsync(store, file, cancel);
    }
}

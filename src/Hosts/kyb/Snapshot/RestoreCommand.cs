using System.CommandLine;
using Kybernet.Store.Snapshots;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary><c>kyb snapshot restore FILE --data-dir DIR</c>: a snapshot, of a real etcd too, becomes the data of <c>kyb etcd</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A snapshot of 'kyb snapshot save', 'kyb etcd --snapshot-dir' or 'etcdctl snapshot save'." };
        var dataDir = new Option<string>("--data-dir") { Description = "Where to: a directory that is empty or not there.", Required = true };
        var command = new Command("restore", "Make a store of a snapshot: same keys, same revisions, no older history.") { file, dataDir };
        command.SetAction(async (parsed, cancel) =>
        {
            var restored = SnapshotRestore.Restore(parsed.GetValue(file)!, parsed.GetValue(dataDir)!, cancel);
            if (!restored.TryGet(out var info, out var error)) return await SnapshotCommand.FailAsync(parsed, error);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Restored {parsed.GetValue(file)} to {parsed.GetValue(dataDir)}: revision {info.Revision}, {info.Keys} keys, {info.Leases} leases");
            return 0;
        });
        return command;
    }
}

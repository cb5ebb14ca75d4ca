using System.CommandLine;
using Kybernet.Store;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary><c>kyb snapshot</c>: all of a store in one file, and from one store to another.</summary>
internal static class SnapshotCommand
{
    public static Command Create(TimeProvider time) => new("snapshot", "Save, restore and copy all data of a store or an etcd.")
    {
        SaveCommand.Create(time),
        RestoreCommand.Create(),
        StatusCommand.Create(),
        CopyCommand.Create(time),
    };

    /// <summary>Says what went wrong; returns the exit code for that.</summary>
    public static async Task<int> FailAsync(ParseResult parsed, string problem)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {problem}");
        return 1;
    }

    public static Task<int> FailAsync(ParseResult parsed, StoreError error) => FailAsync(parsed, error.Message);
}

using System.CommandLine;
using System.Globalization;
using Kybernet.Store.Snapshots;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary><c>kyb snapshot status FILE</c>: what is in a snapshot, printed as etcdctl prints it.</summary>
internal static class StatusCommand
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB", "PB"];

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A snapshot, of this program or of etcdctl." };
        var format = new Option<string>("--write-out", "-w") { Description = "One of 'table', 'json' or 'simple'.", DefaultValueFactory = _ => "table" };
        var command = new Command("status", "Check a snapshot and print its hash, revision, number of keys and size.") { file, format };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!SnapshotFiles.Check(parsed.GetValue(file)!, cancel).TryGet(out var info, out var error)) return await SnapshotCommand.FailAsync(parsed, error);
            var text = parsed.GetValue(format) switch
            {
                "table" => Table(info),
                "json" => string.Create(CultureInfo.InvariantCulture,
                    $$"""{"hash":{{info.Hash}},"revision":{{info.Revision}},"totalKey":{{info.TotalKeys}},"totalSize":{{info.TotalBytes}}}"""),
                "simple" => string.Join(", ", Columns(info)),
                _ => null,
            };
            if (text is null) return await SnapshotCommand.FailAsync(parsed, "--write-out must be 'table', 'json' or 'simple'");
            await parsed.InvocationConfiguration.Output.WriteLineAsync(text);
            return 0;
        });
        return command;
    }

    private static string[] Columns(SnapshotInfo info) =>
    [
        info.Hash.ToString("x", CultureInfo.InvariantCulture), info.Revision.ToString(),
            info.TotalKeys.ToString(CultureInfo.InvariantCulture), Size(info.TotalBytes),
    ];

    private static string Table(SnapshotInfo info)
    {
        string[] heads = ["HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE"];
        var cells = Columns(info);
        var widths = heads.Zip(cells, (head, cell) => Math.Max(head.Length, cell.Length) + 2).ToArray();
        var rule = "+" + string.Concat(widths.Select(width => new string('-', width) + "+"));
        // Heads in the middle, with the odd space to the right; cells to the right: etcdctl's table.
        var head = "|" + string.Concat(heads.Select((text, i) => text.PadLeft((widths[i] + text.Length) / 2).PadRight(widths[i]) + "|"));
        var row = "|" + string.Concat(cells.Select((text, i) => text.PadLeft(widths[i] - 1) + " |"));
        return string.Join('\n', rule, head, rule, row, rule);
    }

    /// <summary>As etcdctl writes sizes: powers of a thousand, one digit after the point below ten.</summary>
    private static string Size(long bytes)
    {
        if (bytes < 10) return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        var unit = (int)Math.Floor(Math.Log(bytes, 1000));
        var value = Math.Floor(bytes / Math.Pow(1000, unit) * 10 + 0.5) / 10;
        return value.ToString(value < 10 ? "f1" : "f0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}

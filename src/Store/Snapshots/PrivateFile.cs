namespace Kybernet.Store.Snapshots;

/// <summary>A file for its owner's eyes that appears under its name whole or not at all.</summary>
internal static class PrivateFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public static string PartialOf(string path) => path + ".partial";

    /// <summary>Makes an empty file of mode 0600, in place of one that an interrupted attempt left.</summary>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 256 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    /// <summary>What a failure to write <paramref name="path"/> is to a caller.</summary>
    public static StoreError.Unavailable Unwritable(string path, Exception failed) =>
        new(UnavailableReason.DiskFailed, $"the snapshot {path} cannot be written: {failed.Message}");
}

namespace Kybernet.Store.Embedded;

/// <summary>Keeps a second process, or a second store of this one, out of a store's directory. Gone with the process, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "store.lock";
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory, mode 0700, if it is not there, and locks it.</summary>
    public static StoreResult<DirectoryLock> Take(string directory)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && !Directory.Exists(directory))
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(directory);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new StoreError.Unavailable(UnavailableReason.ReadOnly, $"the store's directory {directory} cannot be made: {failed.Message}");
        }

        try
        {
            return new DirectoryLock(new(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failed)
        {
            return new StoreError.Unavailable(UnavailableReason.ReadOnly, $"the store's directory {directory} cannot be written: {failed.Message}");
        }
        catch (IOException failed)
        {
            return new StoreError.Unavailable(
                UnavailableReason.Locked,
                $"the store in {directory} is in use by another process ({failed.Message}); stop that one first, or give this one a directory of its own");
        }
    }

    public void Dispose() => _file.Dispose();
}

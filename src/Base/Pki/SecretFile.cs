namespace Kybernet.Base.Pki;

/// <summary>Writes files only their owner may read; the whole file or nothing of it.</summary>
public static class SecretFile
{
    public static void Write(string path, string text)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(temporary, options)) file.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}

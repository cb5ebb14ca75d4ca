namespace Kybernet.PodNetwork.Cni;

/// <summary>The file of the configuration. The runtime sees the old one or the new one, never half of one.</summary>
internal static class ConflistFile
{
    /// <returns>True when it was not there like this before.</returns>
    public static bool Write(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        if (File.Exists(path) && File.ReadAllText(path) == text) return false;
        Directory.CreateDirectory(directory);
        // The runtime takes files by their extension: this one is none to it.
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
        return true;
    }
}

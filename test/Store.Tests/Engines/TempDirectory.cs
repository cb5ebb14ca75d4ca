namespace Kybernet.Store.Tests.Engines;

/// <summary>A directory of one test's own, gone afterwards.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kybernet-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

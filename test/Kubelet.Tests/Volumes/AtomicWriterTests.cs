using System.Text;
using Kybernet.Kubelet.Volumes;

namespace Kybernet.Kubelet.Tests.Volumes;

public sealed class AtomicWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kyb-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Write_Again_ReplacesAllAtOnceAndRemovesWhatIsGone()
    {
        Assert.True(Write(("a", "1"), ("d/b", "2")));
        var first = new FileInfo(At("..data")).LinkTarget;
        Assert.True(Write(("a", "3")));

        Assert.Equal("3", File.ReadAllText(At("a")));
        Assert.Equal("..data/a", new FileInfo(At("a")).LinkTarget);
        Assert.False(Path.Exists(At("d")));
        Assert.False(Directory.Exists(At(first!)));
    }

    [Fact]
    public void Write_TheSame_ChangesNothing()
    {
        Write(("a", "1"), ("d/b", "2"));

        Assert.False(Write(("a", "1"), ("d/b", "2")));
    }

    private bool Write(params (string Path, string Text)[] files)
    {
        var contents = files.ToDictionary(file => file.Path, file => new VolumeFile(Encoding.UTF8.GetBytes(file.Text), 0x1A4));
        return AtomicWriter.Write(_directory.FullName, contents, null, TimeProvider.System);
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);
}

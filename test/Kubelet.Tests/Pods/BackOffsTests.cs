using Kybernet.Kubelet.Pods;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class BackOffsTests
{
    [Fact]
    public void Next_EachTime_DoublesFromTenSecondsToFiveMinutes()
    {
        var backOffs = new BackOffs(new FakeTimeProvider());

        var waits = Enumerable.Range(0, 8).Select(_ => backOffs.Next("k", "").TotalSeconds);

        Assert.Equal([10, 20, 40, 80, 160, 300, 300, 300], waits);
    }

    [Fact]
    public void Remaining_AfterTheWait_IsNothing()
    {
        var time = new FakeTimeProvider();
        var backOffs = new BackOffs(time);
        backOffs.Next("k", "");

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(1), backOffs.Remaining("k"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(backOffs.Remaining("k"));
    }

    [Fact]
    public void Next_LongAfterTheLast_BeginsAgain()
    {
        var time = new FakeTimeProvider();
        var backOffs = new BackOffs(time);
        backOffs.Next("k", "");

        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(TimeSpan.FromSeconds(10), backOffs.Next("k", ""));
    }
}

namespace Kybernet.ApiServer.FlowControl;

/// <summary>The seats of a watch: held until it has sent what there was when it began. A feature of its HTTP request.</summary>
public sealed class WatchPassage(Passage passage, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private bool _isOver;

    /// <summary>Gives the seats back, once.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _isOver, true)) return;
        passage.Leave(time.GetElapsedTime(_started), isWatch: true);
    }
}

namespace Kybernet.Client.Streams;

/// <summary>Joins two connections.</summary>
public static class DuplexCopy
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Copies both ways until either side ends or breaks, as upstream's upgrade proxy does: there is no half-closed state.</summary>
    public static async Task RunAsync(Stream one, Stream other, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var there = CopyAsync(one, other, over.Token);
        var back = CopyAsync(other, one, over.Token);
        await Task.WhenAny(there, back);
        await over.CancelAsync();
        await Task.WhenAll(there, back);
    }

    /// <summary>Copies until the source ends; a broken connection is an end too.</summary>
    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancel)
    {
        try
        {
            await from.CopyToAsync(to, BufferSize, cancel);
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
    }

    /// <summary>The connection is gone, from whichever side.</summary>
    public static bool IsEnd(Exception e) => e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}

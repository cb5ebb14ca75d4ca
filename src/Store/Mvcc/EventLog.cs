namespace Kybernet.Store.Mvcc;

/// <summary>The retained events in order: what watches read. One writer appends and trims; readers take no lock.</summary>
/// <remarks>
/// An event has a fixed index. Events are written before the <see cref="StoreView"/> that counts them is published, so a
/// reader that stays under <see cref="StoreView.LogEnd"/> sees them whole. Trimming drops whole segments from the front.
/// </remarks>
internal sealed class EventLog
{
    private const int SegmentShift = 10;
    private const int SegmentSize = 1 << SegmentShift;

    private volatile Segments _segments = new([], 0);

    /// <summary>One past the last event written; readers use the view's.</summary>
    public long End { get; private set; }

    public void Append(KeyRevision node)
    {
        var slot = (int)(End & (SegmentSize - 1));
        if (slot == 0) _segments = new([.. _segments.Items, new KeyRevision[SegmentSize]], _segments.First);
        _segments.Items[^1][slot] = node;
        End++;
    }

    /// <summary>Lets go of segments all of whose events are older than <paramref name="revision"/>.</summary>
    public void TrimBefore(long revision)
    {
        var segments = _segments;
        var drop = 0;
        // The last segment stays: appending goes on in it.
        while (drop < segments.Items.Length - 1 && segments.Items[drop][SegmentSize - 1].ModRevision < revision) drop++;
        if (drop > 0) _segments = new(segments.Items[drop..], segments.First + ((long)drop << SegmentShift));
    }

    /// <summary>The event at <paramref name="index"/>; null when it was trimmed or is not written.</summary>
    public KeyRevision? this[long index]
    {
        get
        {
            var segments = _segments;
            var segment = (index - segments.First) >> SegmentShift;
            return index < segments.First || segment >= segments.Items.Length ? null : segments.Items[segment][index & (SegmentSize - 1)];
        }
    }

    /// <summary>The index of the first retained event whose revision is not less than <paramref name="revision"/>, or <paramref name="end"/>.</summary>
    public long FirstAt(long revision, long end)
    {
        var low = _segments.First;
        var high = Math.Max(low, end);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            // A segment trimmed meanwhile held only older events.
            if (this[middle] is not { } node || node.ModRevision < revision) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private sealed record Segments(KeyRevision[][] Items, long First);
}

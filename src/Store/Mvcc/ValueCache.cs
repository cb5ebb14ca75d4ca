using System.Collections.Concurrent;
using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>Keeps values in memory up to a budget and reads the others from the file.</summary>
/// <remarks>
/// First in, first out: what was written or read last is what watches and lists ask for next. Values of superseded revisions
/// stay until they come to the head, within the budget. Without a file every value stays.
/// </remarks>
internal sealed class ValueCache(IStoreFile? file, long budgetBytes)
{
    // What an entry costs beside its bytes: array header and queue slot.
    private const int Overhead = 40;

    private readonly ConcurrentQueue<KeyRevision> _order = new();
    private long _bytes;

    /// <summary>Counts a value that is in memory and, from now on, also in the file.</summary>
    public void Admit(KeyRevision node)
    {
        if (file is null || node.IsTombstone) return;
        _order.Enqueue(node);
        var bytes = Interlocked.Add(ref _bytes, node.ValueLength + Overhead);
        while (bytes > budgetBytes && _order.TryDequeue(out var oldest))
            bytes = oldest.TryForget() ? Interlocked.Add(ref _bytes, -(oldest.ValueLength + Overhead)) : Interlocked.Read(ref _bytes);
    }

    /// <summary>
    /// The value of a put. An error when it cannot be read or is not what was written; for a revision that is being
    /// compacted away the error means nothing, and the caller looks at the compacted revision before passing it on.
    /// </summary>
    public StoreError? TryGet(KeyRevision node, out Bytes value)
    {
        if (node.Value is { } held)
        {
            value = held;
            return null;
        }

        value = default;
        if (node.ValueLength == 0) return null;
        if (file is null) throw new InvalidOperationException("a store without a file has all its values in memory");
        if (file.ReadValue(node.Sequence, out var read) is { } error) return error;
        if (read is null || read.Length != node.ValueLength || Checksum.Of(read) != node.ValueChecksum) return Damaged(node);
        value = read;
        if (node.TryRemember(read)) Admit(node);
        return null;
    }

    private StoreError.Unavailable Damaged(KeyRevision node) => new(
        UnavailableReason.Damaged,
        $"{file!.Name} is damaged: the value of key '{new Bytes(node.History.Key)}' at revision {node.ModRevision} does not match its checksum; " +
        "other keys can be read; write the key again, or restore the last snapshot into an empty directory");
}

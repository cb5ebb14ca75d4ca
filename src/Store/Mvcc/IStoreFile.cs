namespace Kybernet.Store.Mvcc;

/// <summary>The disk under a store: where batches become durable and values are read back. Faults are injected here.</summary>
/// <remarks>All methods but <see cref="ReadValue"/> and <see cref="Size"/> are called from one thread at a time.</remarks>
internal interface IStoreFile : IDisposable
{
    string Name { get; }

    string Version { get; }

    /// <summary>Reads all there is but the values into <paramref name="loader"/>; null when that went well.</summary>
    StoreError.Unavailable? Load(StateLoader loader);

    /// <summary>
    /// Writes a batch, all or nothing. Null: it is durable. An error: it is not there now, and after a crash only if the
    /// error says that the outcome is unknown.
    /// </summary>
    StoreError.Unavailable? Write(CommitBatch batch);

    /// <summary>The bytes written for a sequence, unchecked; null when there are none. Any thread.</summary>
    StoreError.Unavailable? ReadValue(long sequence, out byte[]? value);

    /// <summary>
    /// One short step of tidying up while nobody writes; true when there is more to do. <paramref name="longCalm"/>: nobody has for long
    /// enough that room is better given back than kept for what comes.
    /// </summary>
    bool Tidy(bool longCalm);

    /// <summary>Gives all free room back to the disk.</summary>
    StoreError.Unavailable? Shrink();

    /// <summary>Bytes taken, and bytes of it in use. Any thread.</summary>
    (long Bytes, long InUse) Size();
}

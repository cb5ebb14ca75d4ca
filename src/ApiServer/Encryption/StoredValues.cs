using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Base;
using Kybernet.Machinery.Kinds;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Encryption;

/// <summary>Which values of a store are hidden, with which keys, and which of them should be written anew.</summary>
internal sealed class StoredValues : IAsyncDisposable
{
    private const int MostLetters = 512;

    private readonly string _prefix;
    private readonly Dictionary<string, GroupResource>.AlternateLookup<ReadOnlySpan<char>> _paths;
    private readonly ILogger _log;

    // By key, for hidden resources: the mark of the stored value. Bounded by the objects there are.
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _storedWith = new(StringComparer.Ordinal);
    private EncryptionKeys _keys;
    private EncryptionKeys? _former;

    /// <param name="prefix">What all keys begin with: <c>/registry/</c>.</param>
    /// <param name="paths">The resources by where they lie under the prefix: <c>services/specs</c>.</param>
    /// <param name="keys">The keys to begin with.</param>
    /// <param name="log">Takes values that cannot be shown.</param>
    public StoredValues(string prefix, Dictionary<string, GroupResource> paths, EncryptionKeys keys, ILogger log) =>
        (_prefix, _paths, _keys, _log) = (prefix, paths.GetAlternateLookup<ReadOnlySpan<char>>(), keys, log);

    /// <summary>What keeps values from being hidden or shown now; null when nothing does.</summary>
    public string? Problem => Volatile.Read(ref _keys).Problem;

    /// <summary>Asks the services of the keys.</summary>
    public Task StartAsync(CancellationToken cancel) => _keys.StartAsync(cancel);

    /// <summary>From now on values are hidden with these keys; those there are read with them too, so old keys must be among them.</summary>
    public async Task ReplaceAsync(EncryptionKeys keys)
    {
        // The keys before may still be at work, those before them are not.
        if (_former is not null) await _former.DisposeAsync();
        _former = Interlocked.Exchange(ref _keys, keys);
    }

    /// <summary>The value was not hidden as it would be now: it should be written anew at the next chance.</summary>
    public bool IsStale(string key)
    {
        if (KeysOf(key) is not { } keys || !_storedWith.TryGetValue(key, out var mark)) return false;
        return !mark.Span.SequenceEqual(keys.Writer.Mark.Span);
    }

    public async ValueTask DisposeAsync()
    {
        await _keys.DisposeAsync();
        if (_former is not null) await _former.DisposeAsync();
    }

    /// <summary>Asks for what values need to be shown. What is wrong, or null.</summary>
    /// <param name="items">The values; the ones that are null are nothing.</param>
    /// <param name="isWritten">They are the answer to a write, which was done.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<StoreError?> PrepareAsync(IEnumerable<KeyValue?> items, bool isWritten, CancellationToken cancel)
    {
        if (!Volatile.Read(ref _keys).HasServices) return null;
        foreach (var item in items)
        {
            if (item is null || item.Value.IsEmpty || KeysOf(item.Key) is not { } keys) continue;
            try
            {
                await keys.PrepareAsync(item.Value.Memory, cancel);
            }
            catch (IOException failure)
            {
                EncryptionLog.Unreadable(_log, TextOf(item.Key), failure.Message);
                return new StoreError.Unavailable(UnavailableReason.Unreachable, "a key management service does not answer", isWritten);
            }
        }

        return null;
    }

    /// <summary>The value as it is above; as it is stored when nobody here can show it.</summary>
    public KeyValue? Show(KeyValue? item)
    {
        if (item is null || item.Value.IsEmpty) return item;
        if (KeysOf(item.Key) is not { } keys) return item;
        var key = TextOf(item.Key);
        try
        {
            var (value, by) = keys.Show(item.Value.Span, item.Key.Span);
            _storedWith[key] = by.MarkOf(item.Value.Span[by.Prefix.Length..]);
            return by.Prefix.IsEmpty ? item : item with { Value = value };
        }
        catch (CryptographicException failure)
        {
            EncryptionLog.Unreadable(_log, key, failure.Message);
            return item;
        }
    }

    /// <summary>Values of this key are of a resource with keys.</summary>
    public bool Hides(Bytes key) => KeysOf(key) is not null;

    /// <summary>The key is gone.</summary>
    public void Forget(Bytes key) => _storedWith.TryRemove(TextOf(key), out _);

    /// <summary>The write as it is below.</summary>
    /// <exception cref="CryptographicException">There is no key that writes now.</exception>
    public PutRequest Hide(PutRequest request)
    {
        if (request.IgnoreValue || KeysOf(request.Key) is not { } keys || keys.Writer.Prefix.IsEmpty) return request;
        return request with { Value = keys.Writer.Hide(request.Value.Span, request.Key.Span) };
    }

    private static string TextOf(Bytes key) => Encoding.UTF8.GetString(key.Span);

    private ResourceKeys? KeysOf(Bytes key)
    {
        var utf8 = key.Span;
        if (utf8.Length > MostLetters) return KeysOf(TextOf(key));
        // Most values are not hidden: to find that out makes no string.
        Span<char> text = stackalloc char[MostLetters];
        return KeysOf(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    /// <summary>A resource's path is one segment, or two: of services, and of custom resources.</summary>
    private ResourceKeys? KeysOf(ReadOnlySpan<char> key)
    {
        if (!key.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        key = key[_prefix.Length..];
        var end = key.IndexOf('/');
        if (end < 0) return null;
        if (_paths.TryGetValue(key[..end], out var resource)) return Volatile.Read(ref _keys).Find(resource);
        var rest = key[(end + 1)..];
        var next = rest.IndexOf('/');
        if (next < 0) return null;
        return Volatile.Read(ref _keys).Find(
            _paths.TryGetValue(key[..(end + 1 + next)], out resource) ? resource : new(key[..end].ToString(), rest[..next].ToString()));
    }
}

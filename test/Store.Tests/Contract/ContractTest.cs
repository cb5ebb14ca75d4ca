using System.Collections.Immutable;
using Kybernet.Base;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>What the contract tests share: an empty store of one engine, and short names for what they say often.</summary>
public abstract class ContractTest<TEngine> : IAsyncLifetime
    where TEngine : StoreEngine, new()
{
    protected TEngine Engine { get; } = new();

    protected IStore Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await Engine.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        await Engine.DisposeAsync();
    }

    protected async Task<Revision> PutAsync(string key, string value = "", LeaseId lease = default) =>
        (await Store.PutAsync(new(Bytes.Of(key), Bytes.Of(value)) { Lease = lease }, Cancel)).Value.Revision;

    protected async Task<Revision> DeleteAsync(string key) => (await Store.DeleteAsync(new(Single(key)), Cancel)).Value.Revision;

    protected async Task<KeyValue?> GetAsync(string key, Revision revision = default)
    {
        var response = (await Store.RangeAsync(new(Single(key)) { Revision = revision }, Cancel)).Value;
        return response.Items.SingleOrDefault();
    }

    protected async Task<string> ListAsync(KeyRange range, Revision revision = default)
    {
        var response = (await Store.RangeAsync(new(range) { Revision = revision }, Cancel)).Value;
        return Text(response.Items);
    }

    protected Task<StoreResult<TxnResponse>> TxnAsync(ImmutableArray<Compare> compares, ImmutableArray<TxnOperation> success,
        ImmutableArray<TxnOperation> failure) =>
        Store.TxnAsync(new(compares, success, failure), Cancel).AsTask();

    protected async Task<IWatch> WatchAsync(WatchRequest request) => (await Store.WatchAsync(request, Cancel)).Value;

    /// <summary>The next events of a watch, marks skipped, as "put a=1@2".</summary>
    protected static async Task<string[]> EventsAsync(IWatch watch, int count)
    {
        var said = new List<string>();
        while (said.Count < count)
        {
            var message = await watch.ReadAsync(Cancel);
            if (message.Error is { } error) throw new InvalidOperationException($"the watch ended after [{string.Join(", ", said)}]: {error.Message}");
            said.AddRange(message.Events.Select(Text));
        }

        return [.. said];
    }

    protected static KeyRange Single(string key) => KeyRange.Single(Bytes.Of(key));

    protected static KeyRange Prefix(string prefix) => KeyRange.Prefix(Bytes.Of(prefix));

    protected static KeyRange Between(string start, string end) => new(Bytes.Of(start), Bytes.Of(end));

    protected static TxnOperation Put(string key, string value = "") => new TxnOperation.Put(new(Bytes.Of(key), Bytes.Of(value)));

    protected static TxnOperation Delete(KeyRange range) => new TxnOperation.Delete(new(range));

    protected static TxnOperation Range(KeyRange range, Revision revision = default) => new TxnOperation.Range(new(range) { Revision = revision });

    protected static string Text(IEnumerable<KeyValue> items) => string.Join(" ", items.Select(item => $"{item.Key}={item.Value}"));

    protected static string Text(WatchEvent said) =>
        said.Kind == WatchEventKind.Put ? $"put {said.Current.Key}={said.Current.Value}@{said.Revision}" : $"delete {said.Current.Key}@{said.Revision}";
}

using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Store;
using Kybernet.Store.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>An API server in memory, with all admission plugins that are on by default, for one test.</summary>
internal sealed class AdmissionCluster : IAsyncDisposable
{
    private readonly MemoryStore _store;
    private readonly bool _ownsStore;
    private readonly ApiServerService _server;

    private AdmissionCluster(ApiServerOptions options, ILoggerFactory loggers, MemoryStore? store)
    {
        _ownsStore = store is null;
        _store = store ?? new(MemoryStoreOptions.Default with { Seed = 1 }, TimeProvider.System);
        _server = new(_store, options, Clock, loggers);
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ApiServerService Server => _server;

    public ResourceRegistry Registry => _server.Registry;

    public static UserInfo Administrator { get; } = new() { Name = "root", Groups = [UserInfo.SystemMasters, UserInfo.SystemAuthenticated] };

    /// <param name="change">What is other than usual.</param>
    /// <param name="loggers">Null for none.</param>
    /// <param name="store">What the cluster is kept in, which stays the caller's; null for one of its own.</param>
    public static async Task<AdmissionCluster> StartAsync(
        Func<ApiServerOptions, ApiServerOptions>? change = null, ILoggerFactory? loggers = null, MemoryStore? store = null)
    {
        var options = new ApiServerOptions { Seed = 1, Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0", Platform = "any" } };
        var cluster = new AdmissionCluster(change is null ? options : change(options), loggers ?? NullLoggerFactory.Instance, store);
        try
        {
            await cluster._server.StartAsync(CancellationToken.None);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Creates the object of the manifest and waits until the caches have it.</summary>
    public async Task<T> MakeAsync<T>(string yaml, UserInfo? user = null)
        where T : class, IObject<T>
    {
        var created = await TryMakeAsync(Tests.Registry.Manifests.Read<T>(yaml), user);
        Assert.True(created.IsOk, created.IsOk ? "" : created.Error.Message);
        return created.Value;
    }

    public async Task<Outcome<T>> TryMakeAsync<T>(
        T value, UserInfo? user = null, List<string>? warnings = null, bool isDryRun = false, Action<string, string>? annotate = null)
        where T : class, IObject<T>
    {
        var resource = Registry.FindKind(T.Gvk);
        var request = new WriteRequest
        {
            User = user ?? Administrator,
            Namespace = value.Metadata.Namespace,
            Warnings = warnings ?? [],
            IsDryRun = isDryRun,
            Annotate = annotate,
        };
        var created = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, value), request, CancellationToken.None);
        if (!created.TryGet(out var stored, out var error)) return error;
        await resource.Cache.WaitForAsync(stored.Revision, CancellationToken.None);
        return (T)stored.Value;
    }

    public async Task<Outcome<T>> ChangeAsync<T>(
        string @namespace, string name, Func<T, T> change, UserInfo? user = null, string subresource = "", List<string>? warnings = null)
        where T : class, IObject<T>
    {
        var resource = Registry.FindKind(T.Gvk);
        var door = subresource.Length == 0 ? resource.Rules : resource.Doors[subresource];
        var request = new WriteRequest
        {
            User = user ?? Administrator,
            Namespace = @namespace,
            Name = name,
            Subresource = subresource,
            Warnings = warnings ?? [],
        };
        var done = await ObjectUpdater.UpdateAsync(
            resource, door, request, null, (current, _) => new(Outcome<IObject>.Ok(change((T)current!))), false, CancellationToken.None);
        if (!done.TryGet(out var updated, out var error)) return error;
        await resource.Cache.WaitForAsync(updated.Object.Revision, CancellationToken.None);
        return (T)updated.Object.Value;
    }

    public async Task<ApiError?> DeleteAsync<T>(string @namespace, string name, UserInfo? user = null)
        where T : class, IObject<T>
    {
        var done = await ObjectDeleter.DeleteAsync(
            Registry.FindKind(T.Gvk), new() { User = user ?? Administrator, Namespace = @namespace, Name = name },
            new DeleteOptions { GracePeriodSeconds = 0 }, CancellationToken.None);
        return done.Error;
    }

    public async Task<T> ReadAsync<T>(string @namespace, string name)
        where T : class, IObject<T>
    {
        var read = await ObjectReader.GetAsync(Registry.FindKind(T.Gvk), @namespace, name, "", CancellationToken.None);
        return (T)read.Value.Value;
    }

    /// <summary>What lies in the store, one letter a byte.</summary>
    public async Task<string> StoredAsync(string key)
    {
        var read = await _store.RangeAsync(new(KeyRange.Single(Bytes.Of(key))), CancellationToken.None);
        return System.Text.Encoding.Latin1.GetString(read.Value.Items[0].Value.Span);
    }

    public async Task CopyStoredAsync(string from, string to)
    {
        var read = await _store.RangeAsync(new(KeyRange.Single(Bytes.Of(from))), CancellationToken.None);
        await _store.PutAsync(new(Bytes.Of(to), read.Value.Items[0].Value), CancellationToken.None);
    }

    public static UserInfo User(string name, params string[] groups) => new() { Name = name, Groups = [.. groups, UserInfo.SystemAuthenticated] };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_ownsStore) await _store.DisposeAsync();
    }
}

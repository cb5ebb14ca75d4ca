using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>An API server in memory, on its default roles, with the means to write what a test needs.</summary>
public sealed class AccessCluster : IAsyncLifetime
{
    private readonly MemoryStore _store = new(MemoryStoreOptions.Default with { Seed = 1 }, TimeProvider.System);
    private ApiServerService? _server;

    public ResourceRegistry Registry => _server!.Registry;

    internal RbacAuthorizer Rbac { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = new(
            _store, new() { Seed = 1, Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0", Platform = "any" } }, TimeProvider.System,
            NullLoggerFactory.Instance);
        await _server.StartAsync(CancellationToken.None);
        Rbac = RbacAuthorizer.Of(Registry);
    }

    /// <summary>Writes the object as the user; the error when it is refused.</summary>
    public async Task<Machinery.Statuses.ApiError?> CreateAsync(IObject value, UserInfo? user = null)
    {
        var resource = Registry.FindKind(value.Gvk);
        var request = new WriteRequest { User = user ?? Administrator, Namespace = value.Metadata.Namespace };
        var created = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, value), request, CancellationToken.None);
        if (created.IsOk) await resource.Cache.WaitForAsync(created.Value.Revision, CancellationToken.None);
        return created.IsOk ? null : created.Error;
    }

    public async Task DeleteAsync(string group, string resource, string @namespace, string name)
    {
        var found = Registry.Find(new(group, "v1", resource))!;
        var gone = await ObjectDeleter.DeleteAsync(
            found, new() { User = Administrator, Namespace = @namespace, Name = name }, new() { GracePeriodSeconds = 0 }, CancellationToken.None);
        Assert.True(gone.IsOk, gone.IsOk ? "" : gone.Error.Message);
        await found.Cache.UntilAsync(() => found.Cache.Snapshot.Objects.Find(found.KeyOf(@namespace, name)) is null, CancellationToken.None);
    }

    public T Find<T>(string group, string resource, string key)
        where T : class => Assert.IsType<T>(Registry.Find(new(group, "v1", resource))!.Cache.Snapshot.Objects.Find(key)?.Value);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _store.DisposeAsync();
    }

    public static UserInfo Administrator { get; } = new() { Name = "root", Groups = [UserInfo.SystemMasters, UserInfo.SystemAuthenticated] };

    public static UserInfo User(string name, params string[] groups) => new() { Name = name, Groups = [.. groups, UserInfo.SystemAuthenticated] };
}

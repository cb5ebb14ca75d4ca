using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Namespaces that do not change.</summary>
internal sealed class NamespaceList(params Namespace[] namespaces) : IInformer<Namespace>
{
    public bool HasSynced => true;

    public Namespace? Find(ObjectKey key) => Array.Find(namespaces, value => value.Metadata.Name == key.Name);

    public IReadOnlyList<Namespace> List() => namespaces;

    public IReadOnlyList<Namespace> List(string @namespace) => namespaces;

    public ValueTask WaitForSyncAsync(CancellationToken cancel) => default;

    public IDisposable Subscribe(Action<ObjectChange<Namespace>> handler) => throw new NotSupportedException();

    public IObjectIndex<Namespace> AddIndex(string name, Func<Namespace, IEnumerable<string>> valuesOf) => throw new NotSupportedException();
}

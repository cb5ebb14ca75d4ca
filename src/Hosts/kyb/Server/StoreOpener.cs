using Kybernet.Store;
using Kybernet.Store.Embedded;
using Kybernet.Store.Etcd;
using Kybernet.Store.Memory;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>Opens the store a server was told to use.</summary>
internal static class StoreOpener
{
    public static async Task<IStore> OpenAsync(ServerOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        switch (options.Store)
        {
            case "memory":
                return new MemoryStore(MemoryStoreOptions.Default, time);
            case "embedded":
                var opened = await EmbeddedStore.OpenAsync(new() { Directory = Path.Combine(options.DataDirectory, "store") }, time, cancel);
                return opened.Error is { } error ? throw new IOException(error.Message) : opened.Value;
            case "etcd" when options.EtcdServers.Length > 0:
                var etcd = new EtcdStoreOptions
                {
                    Endpoints = [.. options.EtcdServers.Select(static url => new Uri(url))],
                    CaFile = options.EtcdTls.AuthorityFile,
                    CertificateFile = options.EtcdTls.CertificateFile,
                    KeyFile = options.EtcdTls.KeyFile,
                };
                return new EtcdStore(etcd, time);
            case "etcd":
                throw new ArgumentException("--store etcd needs --etcd-servers");
            default:
                throw new ArgumentException($"--store {options.Store} is none of embedded, memory, etcd");
        }
    }
}

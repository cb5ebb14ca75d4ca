namespace Kybernet.Store.Tests.Engines;

/// <summary>One member, TLS and client certificates.</summary>
public sealed class Etcd1Engine() : EtcdEngine(members: 1, tls: true);

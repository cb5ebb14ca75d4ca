namespace Kybernet.Store.Tests.Engines;

/// <summary>Three members, plain text.</summary>
public sealed class Etcd3Engine() : EtcdEngine(members: 3, tls: false);

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>PEM files of the connections to etcd; null for none.</summary>
public sealed record EtcdTls(string? AuthorityFile, string? CertificateFile, string? KeyFile);

using System.Collections.Immutable;
using System.CommandLine;
using Kybernet.Store.Etcd;

namespace Kybernet.Hosts.Kyb.Snapshot;

/// <summary>How to reach an etcd: etcdctl's flags.</summary>
internal sealed class ClientFlags
{
    private readonly Option<string> _caCert = new("--cacert") { Description = "Authorities that sign the server's certificate." };
    private readonly Option<string> _cert = new("--cert") { Description = "This client's TLS certificate." };
    private readonly Option<string> _key = new("--key") { Description = "The key of this client's TLS certificate." };

    public IEnumerable<Option> All => [_caCert, _cert, _key];

    /// <summary>The client's options for endpoints with commas between, or what is wrong with them.</summary>
    public EtcdStoreOptions? Options(ParseResult parsed, string endpoints, out string? wrong)
    {
        var tls = parsed.GetValue(_caCert) is not null || parsed.GetValue(_cert) is not null;
        var urls = ImmutableArray.CreateBuilder<Uri>();
        wrong = null;
        foreach (var part in endpoints.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // etcdctl takes host:port as well, and speaks TLS to it when it is given certificates.
            var text = part.Contains("://", StringComparison.Ordinal) ? part : $"{(tls ? "https" : "http")}://{part}";
            if (Uri.TryCreate(text, UriKind.Absolute, out var url)) urls.Add(url);
            else wrong = $"endpoint '{part}' is no URL like https://127.0.0.1:2379";
        }

        var options = new EtcdStoreOptions
        {
            Endpoints = urls.DrainToImmutable(),
            CaFile = parsed.GetValue(_caCert),
            CertificateFile = parsed.GetValue(_cert),
            KeyFile = parsed.GetValue(_key),
        };
        wrong ??= Missing(options.CaFile, "--cacert") ?? Missing(options.CertificateFile, "--cert") ?? Missing(options.KeyFile, "--key") ?? options.Validate();
        return wrong is null ? options : null;
    }

    private static string? Missing(string? file, string flag) => file is null || File.Exists(file) ? null : $"{flag}: there is no file {file}";
}

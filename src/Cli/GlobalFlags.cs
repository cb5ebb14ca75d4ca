using Kybernet.Cli.Flags;

namespace Kybernet.Cli;

/// <summary>The flags every command has. Upstream: cli-runtime/pkg/genericclioptions.</summary>
internal static class GlobalFlags
{
    public static FlagSet Create() => new FlagSet()
        .Text("kubeconfig").Text("context").Text("cluster").Text("user").Text("namespace", 'n')
        .Text("server", 's').Text("token").Text("as").Text("as-uid").Array("as-group")
        .Text("certificate-authority").Text("client-certificate").Text("client-key").Text("tls-server-name")
        .Bool("insecure-skip-tls-verify").Text("request-timeout", @default: "0").Bool("warnings-as-errors")
        .Text("cache-dir").Text("v", 'v', "0").Bool("match-server-version").Bool("disable-compression");
}

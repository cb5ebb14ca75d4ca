using System.CommandLine;
using Kybernet.ApiServer;
using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.Hosts.Kyb.Standalone;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>Who may do what, and what is let in. Names and defaults are kube-apiserver's.</summary>
internal sealed class AccessFlags
{
    private readonly Option<string> _modes = new("--authorization-mode")
    { Description = "Who is asked, in this order: Node, RBAC, Webhook, AlwaysAllow, AlwaysDeny.", DefaultValueFactory = _ => "Node,RBAC" };
    private readonly Option<string> _webhook = new("--authorization-webhook-config-file") { Description = "A kubeconfig of who is asked in the mode Webhook." };
    private readonly Option<TimeSpan> _yes = DurationFlag.Create(
        "--authorization-webhook-cache-authorized-ttl", TimeSpan.FromMinutes(5), "How long a yes of the webhook holds.");
    private readonly Option<TimeSpan> _no = DurationFlag.Create(
        "--authorization-webhook-cache-unauthorized-ttl", TimeSpan.FromSeconds(30), "How long another answer of it holds.");
    private readonly Option<string> _enable = new("--enable-admission-plugins") { Description = "Plugins that are on beside the usual ones." };
    private readonly Option<string> _disable = new("--disable-admission-plugins") { Description = "Plugins that are off, with commas between." };
    private readonly Option<string> _admission = new("--admission-control-config-file") { Description = "An AdmissionConfiguration; of PodSecurity." };

    public IEnumerable<Option> All => [_modes, _webhook, _yes, _no, _enable, _disable, _admission];

    /// <exception cref="ArgumentException">A flag is wrong.</exception>
    public ApiServerOptions Apply(ParseResult parsed, ApiServerOptions options, TimeProvider time)
    {
        var webhook = FlagFile.Kubeconfig(_webhook.Name, parsed.GetValue(_webhook), time);
        var security = options.PodSecurity;
        if (FlagFile.Read(_admission.Name, parsed.GetValue(_admission)) is { } yaml)
        {
            if (!PodSecurityConfiguration.TryRead(yaml, out var read, out var problem)) throw new ArgumentException($"{_admission.Name}: {problem}");
            security = read;
        }

        return options with
        {
            AuthorizationModes = Names(parsed.GetValue(_modes)),
            AuthorizationWebhook = webhook is null
                ? null
                : new(webhook) { AuthorizedLife = parsed.GetValue(_yes), UnauthorizedLife = parsed.GetValue(_no) },
            EnabledAdmissionPlugins = Names(parsed.GetValue(_enable)),
            DisabledAdmissionPlugins = Names(parsed.GetValue(_disable)),
            PodSecurity = security,
        };
    }

    internal static ListOf<string> Names(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToListOf();
}

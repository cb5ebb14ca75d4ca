using Kybernet.Base.Pki;
using Kybernet.Client.Informers;
using Kybernet.Controllers;
using Kybernet.Controllers.Runtime;
using Kybernet.Dns.Publication;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>Makes a control plane one that nodes can join: roles, facts, a token in a file, and who approves their certificates.</summary>
internal sealed class Joinable : IAsyncDisposable
{
    private readonly SharedInformers _informers;
    private readonly ControllersService _approver;

    private Joinable(SharedInformers informers, ControllersService approver) => (_informers, _approver) = (informers, approver);

    public static async Task<Joinable> StartAsync(
        Identities identities, JoinableOptions options, TimeProvider time, int seed, ILoggerFactory loggers, CancellationToken cancel)
    {
        var token = TokenOf(options.TokenFile);
        IEnumerable<IObject> objects =
        [
            .. DnsAccess.Objects, .. JoinAccess.Objects, options.Facts.ToMap(), JoinFacts.Info(options.Address, options.AuthorityPem),
            token.ToSecret("The first token, made by kyb server.", null),
        ];
        await Task.WhenAll(objects.Select(value => ApplyAsync(identities, value, cancel)));
        var account = identities.Account(JoinAccess.ApproverAccount);
        var informers = new SharedInformers(account, identities.Names, time, seed, loggers);
        var context = new ControllerContext(
            identities.Account, informers, static _ => throw new NotSupportedException("the approver records no events"), time, seed,
            ControllersOptions.Default, loggers);
        var approver = new ControllersService([NodeRequestApprover.Create(context, options.Policy)], time, loggers);
        approver.Start();
        return new(informers, approver);
    }

    public async ValueTask DisposeAsync()
    {
        await _approver.DisposeAsync();
        await _informers.DisposeAsync();
    }

    private static BootstrapToken TokenOf(string file)
    {
        if (File.Exists(file) && BootstrapToken.TryParse(File.ReadAllText(file).Trim(), out var kept)) return kept;
        var token = BootstrapToken.Create();
        SecretFile.Write(file, $"{token}\n");
        return token;
    }

    private static async Task ApplyAsync(Identities identities, IObject value, CancellationToken cancel)
    {
        var applied = await identities.Administrator.ApplyAsync(value, "kyb", force: true, cancel);
        if (!applied.IsOk) throw new IOException($"{value.Gvk.Kind} {value.Metadata.Name} cannot be applied: {applied.Error.Message}");
    }
}

/// <summary>How a control plane can be joined.</summary>
/// <param name="TokenFile">Read, or written with a new token.</param>
/// <param name="Address">Where nodes reach the server: host and port.</param>
/// <param name="AuthorityPem">Who its certificate is from.</param>
/// <param name="Facts">For nodes.</param>
/// <param name="Policy">What nodes' requests are held against.</param>
internal sealed record JoinableOptions(string TokenFile, string Address, string AuthorityPem, JoinFacts Facts, NodeRequestPolicy Policy);

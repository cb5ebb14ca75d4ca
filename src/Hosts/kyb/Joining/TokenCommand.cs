using System.CommandLine;
using System.Globalization;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Hosts.Kyb.Standalone;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary><c>kyb token</c>: what nodes join with. Upstream: <c>kubeadm token</c>.</summary>
internal static class TokenCommand
{
    private const int DefaultHours = 24;

    public static Command Create(TimeProvider time) =>
        new("token", "Make, list and delete the tokens nodes join with.") { CreateCommand(time), ListCommand(time), DeleteCommand(time) };

    private static Command CreateCommand(TimeProvider time)
    {
        var ttl = DurationFlag.Create("--ttl", TimeSpan.FromHours(DefaultHours), "How long it can be used; 0s for always.");
        var description = new Option<string>("--description") { Description = "For people.", DefaultValueFactory = _ => "" };
        var flags = new ConnectionFlags();
        var command = new Command("create", "Make a token and print it.") { ttl, description };
        flags.AddTo(command);
        command.SetAction((parsed, cancel) => flags.RunAsync(parsed, time, async connected =>
        {
            var token = BootstrapToken.Create();
            var life = parsed.GetValue(ttl);
            var secret = token.ToSecret(parsed.GetValue(description)!, life > TimeSpan.Zero ? time.GetUtcNow() + life : null);
            var created = await connected.Client("kyb").CreateAsync(secret, cancel);
            if (created.Error is { } error) throw new ApiException(error);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(token.ToString());
        }, cancel));
        return command;
    }

    private static Command ListCommand(TimeProvider time)
    {
        var flags = new ConnectionFlags();
        var command = new Command("list", "List the tokens.");
        flags.AddTo(command);
        command.SetAction((parsed, cancel) => flags.RunAsync(parsed, time, async connected =>
        {
            var listed = await connected.Client("kyb").ListAsync<Secret>("kube-system", "", cancel);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(string.Format(CultureInfo.InvariantCulture, "{0,-25}{1,-22}{2}", "TOKEN", "EXPIRES", "DESCRIPTION"));
            foreach (var secret in listed.Value.Items)
            {
                if (secret.Type != BootstrapToken.Type) continue;
                var token = new BootstrapToken(Text(secret, "token-id"), Text(secret, "token-secret"));
                var end = Text(secret, "expiration") is { Length: > 0 } expiration ? expiration : "<never>";
                await output.WriteLineAsync(string.Format(CultureInfo.InvariantCulture, "{0,-25}{1,-22}{2}", token, end, Text(secret, "description")));
            }
        }, cancel));
        return command;
    }

    private static Command DeleteCommand(TimeProvider time)
    {
        var tokens = new Argument<string[]>("token") { Description = "Tokens or their ids.", Arity = ArgumentArity.OneOrMore };
        var flags = new ConnectionFlags();
        var command = new Command("delete", "Delete tokens.") { tokens };
        flags.AddTo(command);
        command.SetAction((parsed, cancel) => flags.RunAsync(parsed, time, async connected =>
        {
            foreach (var given in parsed.GetValue(tokens)!)
            {
                var id = given.Split('.')[0];
                var deleted = await connected.Client("kyb").DeleteAsync<Secret>(new("kube-system", BootstrapToken.NamePrefix + id), new(), cancel);
                if (deleted.Error is { } error) throw new ApiException(error);
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"bootstrap token \"{id}\" deleted");
            }
        }, cancel));
        return command;
    }

    private static string Text(Secret secret, string key) => secret.Data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : "";
}

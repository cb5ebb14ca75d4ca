using System.CommandLine;
using System.Security.Cryptography;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers;
using Kybernet.Controllers.Runtime;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary><c>kyb controller-manager</c>: the controllers in a process of their own. Upstream: <c>kube-controller-manager</c>.</summary>
internal static class ControllerManagerCommand
{
    private const string Component = "kube-controller-manager";

    public static Command Create(TimeProvider time)
    {
        var flags = new ControllerManagerFlags();
        var connection = new ConnectionFlags();
        var election = new ElectionFlags(Component);
        var command = new Command("controller-manager", "Run the controllers.");
        flags.AddTo(command);
        connection.AddTo(command);
        election.AddTo(command);
        command.SetAction((parsed, cancel) => connection.RunAsync(parsed, time, async connected =>
        {
            using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
            var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
            var options = flags.Options(parsed);
            var client = connected.Client(Component);
            var isOfAccounts = flags.UsesAccounts(parsed);
            await using var events = new EventRecorders(client, time, seed, loggers);
            await election.RunAsync(parsed, client, events.Of(Component), time, seed, loggers, LeadAsync, cancel);

            async Task LeadAsync(CancellationToken leading)
            {
                await using var informers = new SharedInformers(connected.Transport, connected.Names, time, seed, loggers);
                var context = new ControllerContext(
                    name => isOfAccounts ? connected.Account(name, Component) : client, informers, events.Of, time, seed, options, loggers)
                {
                    Discovery = connected.Discovery,
                };
                await using var service = new ControllersService(BuiltInControllers.Create(context, flags.Selection(parsed)), time, loggers);
                await parsed.InvocationConfiguration.Output.WriteLineAsync("kyb controller-manager: controls");
                await service.RunAsync(leading);
            }
        }, cancel));
        return command;
    }
}

using System.CommandLine;
using System.Security.Cryptography;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Scheduler;
using Kybernet.Scheduler.Configuration;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary><c>kyb scheduler</c>: the scheduler in a process of its own. Upstream: <c>kube-scheduler</c>.</summary>
internal static class SchedulerCommand
{
    private const string Component = "kube-scheduler";

    public static Command Create(TimeProvider time)
    {
        var configuration = new Option<FileInfo>("--config") { Description = "A file of kind KubeSchedulerConfiguration." };
        var connection = new ConnectionFlags();
        var election = new ElectionFlags(Component);
        var command = new Command("scheduler", "Run the scheduler.") { configuration };
        connection.AddTo(command);
        election.AddTo(command);
        command.SetAction((parsed, cancel) => connection.RunAsync(parsed, time, async connected =>
        {
            using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
            var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
            var options = SchedulerOptions.Default;
            if (parsed.GetValue(configuration) is { } file)
                options = options with { Configuration = ConfigurationReader.Read(await File.ReadAllBytesAsync(file.FullName, cancel)) };
            var client = connected.Client(Component);
            await using var events = new EventRecorders(client, time, seed, loggers);
            await election.RunAsync(parsed, client, events.Of(Component), time, seed, loggers, LeadAsync, cancel);

            async Task LeadAsync(CancellationToken leading)
            {
                await using var informers = new SharedInformers(connected.Transport, connected.Names, time, seed, loggers);
                await using var scheduler = new SchedulerService(client, informers, events.Of, options, time, seed, loggers);
                await scheduler.StartAsync(leading);
                await parsed.InvocationConfiguration.Output.WriteLineAsync("kyb scheduler: schedules");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, leading);
            }
        }, cancel));
        return command;
    }
}

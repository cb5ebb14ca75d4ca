using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers;
using Kybernet.Controllers.Runtime;
using Kybernet.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The controllers and the scheduler in the process of their API server.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    /// <summary>Starts what the options leave on; returns when the scheduler knows the cluster.</summary>
    public static async Task<ControlPlane> StartAsync(
        Identities identities, ControlPlaneOptions options, TimeProvider time, int seed, ILoggerFactory loggers, CancellationToken cancel)
    {
        var plane = new ControlPlane();
        try
        {
            if (options.RunsControllers) plane.StartControllers(identities, options, time, seed, loggers);
            if (options.RunsScheduler) await plane.StartSchedulerAsync(identities, time, seed, loggers, cancel);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _parts.Count - 1; i >= 0; i--) await _parts[i].DisposeAsync();
    }

    private void StartControllers(Identities identities, ControlPlaneOptions options, TimeProvider time, int seed, ILoggerFactory loggers)
    {
        var informers = Own(new SharedInformers(identities.Transport(ComponentUsers.ControllerManager), identities.Names, time, seed, loggers));
        var events = Own(new EventRecorders(identities.Client(ComponentUsers.ControllerManager, "kube-controller-manager"), time, seed, loggers));
        var context = new ControllerContext(
            identities.Account, informers, events.Of, time, seed, options.Controllers, loggers)
        { Discovery = identities.Discovery };
        var service = Own(new ControllersService(BuiltInControllers.Create(context, options.ControllerSelection), time, loggers));
        service.Start();
    }

    private async Task StartSchedulerAsync(Identities identities, TimeProvider time, int seed, ILoggerFactory loggers, CancellationToken cancel)
    {
        var client = identities.Client(ComponentUsers.Scheduler, "kube-scheduler");
        var informers = Own(new SharedInformers(identities.Transport(ComponentUsers.Scheduler), identities.Names, time, seed, loggers));
        var events = Own(new EventRecorders(client, time, seed, loggers));
        var scheduler = Own(new SchedulerService(client, informers, events.Of, SchedulerOptions.Default, time, seed, loggers));
        await scheduler.StartAsync(cancel);
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}

using Kybernet.Api.Apps.V1;
using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.ApiServer.Registry.Batch;
using Kybernet.ApiServer.Registry.Core;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>Upstream's objects with every field set go through every strategy, valid or not.</summary>
public class GoldenObjectTests
{
    private static readonly WriteContext s_context = new(UserInfo.Anonymous, TimeProvider.System, IsDryRun: false);
    private static readonly PodStrategy s_pods = new();

    [Fact]
    public void Pod_EveryDoor_Survives() => Survives(s_pods, "core.v1.Pod", s_pods.EphemeralContainers, s_pods.Resize);

    [Fact]
    public void Templates_EveryDoor_Survive()
    {
        Survives(new PodTemplateStrategy(), "core.v1.PodTemplate");
        Survives(new ReplicationControllerStrategy(), "core.v1.ReplicationController");
        Survives(new DeploymentRegistryStrategy(), "apps.v1.Deployment");
        Survives(new ReplicaSetStrategy(), "apps.v1.ReplicaSet");
        Survives(new DaemonSetStrategy(), "apps.v1.DaemonSet");
        Survives(new StatefulSetStrategy(), "apps.v1.StatefulSet");
        Survives(new ControllerRevisionStrategy(), "apps.v1.ControllerRevision");
        Survives(new JobStrategy(), "batch.v1.Job");
        Survives(new CronJobStrategy(), "batch.v1.CronJob");
    }

    [Fact]
    public void EmptyObjects_EveryDoor_Survive()
    {
        Survives(s_pods, new Pod(), s_pods.EphemeralContainers, s_pods.Resize);
        Survives(new DeploymentRegistryStrategy(), new Deployment());
        Survives(new StatefulSetStrategy(), new StatefulSet());
        Survives(new JobStrategy(), new Job());
        Survives(new CronJobStrategy(), new CronJob());
        Survives(new ReplicationControllerStrategy(), new ReplicationController());
    }

    private static void Survives<T>(Strategy<T> strategy, string name, params UpdateStrategy<T>[] subresources)
        where T : class, IObject<T>
    {
        var json = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json"));
        Survives(strategy, ObjectJson.Decode<T>(json, new DecodeOptions()).Value!, subresources);
    }

    private static void Survives<T>(Strategy<T> strategy, T golden, params UpdateStrategy<T>[] subresources)
        where T : class, IObject<T>
    {
        var errors = new FieldErrorList();
        var warnings = new List<string>();
        var defaulted = strategy.Default(golden);
        Assert.Same(defaulted, strategy.Default(defaulted));
        var created = strategy.PrepareForCreate(defaulted, s_context);
        strategy.Validate(created, errors);
        strategy.WarnOnCreate(created, warnings);
        strategy.GracePeriodSeconds(created, new DeleteOptions());
        Assert.NotNull(strategy.Canonicalize(created));
        UpdateStrategy<T>[] doors = strategy.Status is { } status ? [strategy, status, .. subresources] : [strategy, .. subresources];
        foreach (var door in doors)
        {
            foreach (var (now, old) in new[] { (defaulted, created), (created, defaulted), (golden, golden) })
            {
                door.ValidateUpdate(door.PrepareForUpdate(now, old, s_context), old, errors);
                door.WarnOnUpdate(now, old, warnings);
            }
        }
    }
}
